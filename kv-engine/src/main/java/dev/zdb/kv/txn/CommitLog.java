package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Durability;
import java.util.Iterator;

/** Where commits are written before anybody sees them. */
public interface CommitLog {
  /** Waits, holding nothing, until there is room for a commit. */
  void beforeCommit();

  /**
   * Whether there is room for all that is to be stored, and so many bytes of log; where there is
   * none, commits that add nothing go on.
   */
  boolean hasRoom(long logBytes);

  /** Looks, after a commit, whether a checkpoint is due. */
  void afterCommit();

  /**
   * Appends one commit, given in pieces of which each counts until the next is asked for.
   *
   * @throws dev.zdb.kv.api.KvException {@link dev.zdb.kv.api.ErrorCode#TRANSACTION_TOO_LARGE} if
   *     nothing was appended; with any other code nobody knows
   */
  Appended append(Iterator<Bytes> commit);

  /** A commit in the log to which it was appended, which may have ended since. */
  interface Appended {
    /** Returns once the commit, and all before it, is as safe as asked. */
    void await(Durability durability);
  }
}
