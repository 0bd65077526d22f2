package dev.zdb.sql.api;

import java.util.List;

/**
 * A statement that was parsed, validated and planned, and can be executed by the session that made
 * it. It outlives changes of the schema: it is then planned anew, and fails if it no longer fits.
 *
 * <p><b>Threads:</b> its session's.
 */
public interface PreparedSql extends AutoCloseable {
  String text();

  /** The types of the parameters, in order of their place in the text. */
  List<SqlType> parameters();

  /** The columns of the result; empty if the statement gives a count. */
  List<ColumnMetadata> columns();

  /** Whether an execution gives rows, not a count. */
  boolean isQuery();

  /** Lets go of it; no error if its session is closed. */
  @Override
  void close();
}
