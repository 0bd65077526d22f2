package dev.zdb.sql.scan;

import dev.zdb.sql.expr.Expression;

/**
 * One end of a range of values.
 *
 * @param value of the field's own type, with no column of the scan itself in it; where it is NULL,
 *     the range is empty
 */
public record FieldBound(Expression value, Inclusion inclusion) {

  /** Whether the value itself is within. */
  public enum Inclusion {
    INCLUSIVE,
    EXCLUSIVE
  }
}
