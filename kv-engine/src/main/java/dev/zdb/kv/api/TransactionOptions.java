package dev.zdb.kv.api;

import java.time.Duration;

/**
 * How a transaction is to behave.
 *
 * @param access whether it may write
 * @param lockTimeout how long it may wait for another writer, before {@link ErrorCode#LOCK_TIMEOUT}
 */
public record TransactionOptions(
    Access access, Isolation isolation, Durability durability, Duration lockTimeout) {

  /** Whether a transaction may write. */
  public enum Access {
    READ_ONLY,
    READ_WRITE
  }

  public static TransactionOptions defaults() {
    return new TransactionOptions(
        Access.READ_WRITE, Isolation.READ_COMMITTED, Durability.FULL, Duration.ofSeconds(10));
  }

  public TransactionOptions with(Access newAccess) {
    return new TransactionOptions(newAccess, isolation, durability, lockTimeout);
  }

  public TransactionOptions with(Isolation newIsolation) {
    return new TransactionOptions(access, newIsolation, durability, lockTimeout);
  }

  public TransactionOptions with(Durability newDurability) {
    return new TransactionOptions(access, isolation, newDurability, lockTimeout);
  }

  public TransactionOptions withLockTimeout(Duration newTimeout) {
    return new TransactionOptions(access, isolation, durability, newTimeout);
  }
}
