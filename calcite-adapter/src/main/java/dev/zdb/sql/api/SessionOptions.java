package dev.zdb.sql.api;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How a session is to behave, for its whole life.
 *
 * @param lockTimeout how long a writer waits for another before {@link SqlErrorCode#LOCK_TIMEOUT}
 * @param durability what an acknowledged commit survives
 * @param zone the time zone of CURRENT_TIMESTAMP and its like
 */
public record SessionOptions(
    SessionSettings settings, Duration lockTimeout, CommitDurability durability, ZoneId zone) {

  /** What an acknowledged commit survives. */
  public enum CommitDurability {
    /** A power cut. */
    FULL,
    /** The end of the process. */
    NORMAL,
    /** Nothing for sure. */
    NONE
  }

  public static SessionOptions defaults() {
    return new SessionOptions(
        SessionSettings.defaults(),
        Duration.ofSeconds(10),
        CommitDurability.FULL,
        ZoneId.systemDefault());
  }
}
