package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;

/**
 * Asked again and again while a statement is planned whether it is to stop.
 *
 * <p><b>Threads:</b> any; a long statement is planned on a thread of its own.
 */
@FunctionalInterface
public interface StopCheck {
  /** Fails with {@link SqlErrorCode#CANCELLED} if somebody cancelled or the time is over. */
  void check();
}
