package dev.zdb.kv.api;

/**
 * Reads and private writes that take effect together, or not at all.
 *
 * <p>Writes are visible to this transaction at once and to others after {@link #commit}. A view
 * from within shows the transaction's moment with its own writes over it.
 *
 * <p><b>Waiting:</b> a store may let writers wait for each other, up to the lock timeout; callers
 * assume neither that it does nor that it does not. <b>Conflicts:</b> {@link #put} and {@link
 * #delete} may fail with {@link ErrorCode#WRITE_CONFLICT}, and {@link #commit} may answer {@link
 * CommitResult.Outcome#CONFLICT}. Under {@link Isolation#READ_COMMITTED} the caller then undoes the
 * statement ({@link #rollbackTo}), refreshes and runs it again.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #stopWaiting}; not bound to one.
 *
 * <p><b>Failure:</b> an exception from {@link #put}, {@link #delete}, {@link #createTree} or {@link
 * #dropTree} leaves the transaction as it was before the call.
 */
public interface Transaction extends ReadView, AutoCloseable {
  /**
   * Tells that writes follow. May wait for other writers; what they committed meanwhile shows after
   * the next {@link #refresh}. Calling it is never necessary, it spares conflicts.
   */
  void prepareToWrite();

  /**
   * Waits until no other transaction writes, and has others wait to begin writing until this one
   * ends. For what others must not see half done, such as a change of the schema. What others
   * committed meanwhile shows after the next {@link #refresh}.
   *
   * <p><b>Failure:</b> {@link ErrorCode#LOCK_TIMEOUT}, {@link ErrorCode#CANCELLED}, and {@link
   * ErrorCode#DEADLOCK}, as where two that both write both ask.
   */
  void prepareToWriteAlone();

  /**
   * Makes this transaction's waiting for other writers, if it waits now, fail with {@link
   * ErrorCode#CANCELLED}; from any thread.
   */
  void stopWaiting();

  /**
   * Under {@link Isolation#READ_COMMITTED} moves the transaction's view to the newest commit; at
   * the other levels does nothing.
   */
  void refresh();

  /** Adds or replaces an entry. */
  void put(TreeId tree, Bytes key, Bytes value);

  /** Removes an entry; one that is not there is no error. */
  void delete(TreeId tree, Bytes key);

  /** Creates an empty tree under a number that no tree ever had that was committed. */
  TreeId createTree();

  /** Removes a tree with all in it. */
  void dropTree(TreeId tree);

  /** Marks the present state of this transaction's writes, for {@link #rollbackTo}. */
  long savepoint();

  /** Undoes all writes since {@code savepoint}, an answer of {@link #savepoint}. */
  void rollbackTo(long savepoint);

  /**
   * Ends the transaction. Returns once the outcome is certain; fails with {@link
   * ErrorCode#IO_FAILED}, and nobody knows the outcome until the store is reopened, where the disk
   * fails.
   */
  CommitResult commit();

  /** Ends the transaction, if it has not ended, and forgets its writes. */
  @Override
  void close();
}
