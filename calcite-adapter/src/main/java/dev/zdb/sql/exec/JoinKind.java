package dev.zdb.sql.exec;

/**
 * What a join does with a left row and the right rows that match it. A right join is a left one
 * with its inputs exchanged: registers do not mind.
 */
public enum JoinKind {
  /** Shows each pair. */
  INNER,
  /** Shows each pair, and a left row without a match beside NULLs. */
  LEFT,
  /** As {@link #LEFT}, then each right row without a match beside NULLs. */
  FULL,
  /** Shows a left row with a match, once. */
  SEMI,
  /** Shows a left row without a match. */
  ANTI,
  /** Shows a left row for which every comparison is false, none unknown: NOT IN. */
  NOT_IN,
  /**
   * Shows each left row once, with the truth of "some right row matches" in a BOOLEAN register:
   * true, false, or NULL where it is unknown.
   */
  MARK;

  /** Whether each matching pair is shown, rather than left rows alone. */
  boolean showsPairs() {
    return this == INNER || this == LEFT || this == FULL;
  }

  /** Whether it matters that a comparison was unknown rather than false. */
  boolean mindsUnknown() {
    return this == NOT_IN || this == MARK;
  }
}
