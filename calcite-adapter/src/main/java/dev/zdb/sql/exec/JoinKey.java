package dev.zdb.sql.exec;

/**
 * An equality that a join demands between a value of its left and one of its right row. Both are of
 * one kind, DECIMALs of one scale.
 */
public record JoinKey(Slot left, Slot right, Nulls nulls) {

  /** What comparing with NULL gives. */
  public enum Nulls {
    /** Never a match, as in a WHERE or ON. */
    DIFFER,
    /** UNKNOWN, which matters to {@link JoinKind#MARK} and {@link JoinKind#NOT_IN} alone. */
    UNKNOWN,
    /** NULL equals NULL: IS NOT DISTINCT FROM. */
    MATCH
  }
}
