package dev.zdb.sql.exec;

import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Transaction;
import dev.zdb.sql.value.Execution;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a plan works on.
 *
 * @param run registers, parameters, cancellation
 * @param view what it reads: the transaction where there is one, else a snapshot
 * @param transaction what it writes to; null for queries
 * @param identities counters of identity columns and hidden row numbers
 * @param budget memory for sorting, grouping and joining
 */
public record RunContext(
    Execution run,
    ReadView view,
    @Nullable Transaction transaction,
    Identities identities,
    MemoryBudget budget) {}
