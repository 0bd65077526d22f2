package dev.zdb.sql.scan;

import dev.zdb.sql.expr.Expression;

/**
 * What a leading field of a key must equal.
 *
 * @param value of the field's own type, with no column of the scan itself in it
 */
public record FieldMatch(Expression value, Nulls nulls) {

  /** What a value of NULL finds. */
  public enum Nulls {
    /** Nothing: {@code =}. */
    NOTHING,
    /** The NULLs: {@code IS NULL}, {@code IS NOT DISTINCT FROM}. */
    NULLS
  }

  /** The field equals the value. */
  public static FieldMatch equal(Expression value) {
    return new FieldMatch(value, Nulls.NOTHING);
  }
}
