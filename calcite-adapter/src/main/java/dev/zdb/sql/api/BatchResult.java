package dev.zdb.sql.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch did. It stops at the first row that fails, whose own changes alone are undone.
 *
 * @param counts rows changed by each execution that succeeded, in order
 * @param keyColumns the columns of {@code keys}, empty if none were asked for
 * @param keys generated keys of all executions, in order
 * @param failure why the execution after those failed; null if all succeeded
 */
@SuppressWarnings("ArrayRecordComponent") // a batch of a million rows is a million counts
public record BatchResult(
    long[] counts,
    List<ColumnMetadata> keyColumns,
    List<Object[]> keys,
    @Nullable SqlProblem failure) {}
