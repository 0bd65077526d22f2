package dev.zdb.sql.scan;

import dev.zdb.sql.expr.Expression;

/**
 * One end of a range of values.
 *
 * @param value of the field's own type, with no column of the scan itself in it
 * @param nulls what a value of NULL bounds: nothing, so that the range is empty, or the NULLs,
 *     which are above all values
 */
public record FieldBound(Expression value, Inclusion inclusion, FieldMatch.Nulls nulls) {

  /** Whether the value itself is within. */
  public enum Inclusion {
    INCLUSIVE,
    EXCLUSIVE
  }

  /** A bound at a value, below or above which no NULLs are. */
  public FieldBound(Expression value, Inclusion inclusion) {
    this(value, inclusion, FieldMatch.Nulls.NOTHING);
  }
}
