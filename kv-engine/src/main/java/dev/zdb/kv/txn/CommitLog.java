package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Durability;

/** Where commits are written before anybody sees them. */
public interface CommitLog {
  /** Waits, holding nothing, until there is room for a commit. */
  void beforeCommit();

  /** Whether there is room for more data; where there is none, commits that add none go on. */
  boolean hasRoom();

  /** Looks, after a commit, whether a checkpoint is due. */
  void afterCommit();

  /**
   * Appends one commit; returns the position behind it.
   *
   * @throws dev.zdb.kv.api.KvException {@link dev.zdb.kv.api.ErrorCode#TRANSACTION_TOO_LARGE} if
   *     nothing was appended; with any other code nobody knows
   */
  long append(Bytes commit);

  /** Returns once all before {@code position} is as safe as asked. */
  void await(long position, Durability durability);
}
