package dev.zdb.kv.api;

/**
 * What became of a commit. Only {@link Outcome#COMMITTED} acknowledges it.
 *
 * @param time when it took effect; {@link CommitTime#CREATION} unless committed with writes
 * @param reason a sentence for people, empty when committed
 */
public record CommitResult(Outcome outcome, CommitTime time, String reason) {

  /** The ways in which a commit ends. */
  public enum Outcome {
    /** Durable as asked for, and visible. */
    COMMITTED,
    /** Nothing was written: others were first. Run the transaction again. */
    CONFLICT,
    /** Nothing was written: more than the store takes at once. */
    TOO_LARGE,
    /** Nothing was written: the snapshot is gone. */
    TOO_OLD,
    /** Nobody can say whether it took effect. */
    UNKNOWN
  }

  public static CommitResult committed(CommitTime time) {
    return new CommitResult(Outcome.COMMITTED, time, "");
  }
}
