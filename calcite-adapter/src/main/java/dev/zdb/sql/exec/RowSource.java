package dev.zdb.sql.exec;

/**
 * A run of one {@link Operator}: shows row after row in its registers.
 *
 * <p><b>Use:</b> {@link #start}, then {@link #next} until it answers false; {@link #start} again
 * begins anew, with the outer registers as they are then, which is how a correlated inner plan
 * runs. {@link #close} once at the end, also after a failure.
 *
 * <p><b>Threads:</b> the session's.
 */
public interface RowSource extends AutoCloseable {
  /** Stands before the first row. */
  void start();

  /** Puts the next row into this operator's registers; returns whether there is one. */
  boolean next();

  @Override
  void close();
}
