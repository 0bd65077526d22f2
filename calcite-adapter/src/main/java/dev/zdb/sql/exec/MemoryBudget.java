package dev.zdb.sql.exec;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;

/**
 * The memory that one statement may hold for sorting, grouping and joining.
 *
 * <p><b>Threads:</b> the session's.
 */
public final class MemoryBudget {
  private final long limitBytes;
  private long heldBytes;

  public MemoryBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Takes memory, or fails with {@link SqlErrorCode#OUT_OF_MEMORY}. */
  public void reserve(long bytes) {
    heldBytes += bytes;
    if (heldBytes > limitBytes) {
      throw SqlProblem.of(
          SqlErrorCode.OUT_OF_MEMORY,
          "the statement needs more than its limit of %d bytes of memory",
          limitBytes);
    }
  }

  public void release(long bytes) {
    heldBytes -= bytes;
  }
}
