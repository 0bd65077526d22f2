package dev.zdb.sql.exec;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a statement.
 *
 * @param type what its values are converted to
 * @param surplus what becomes of digits that the type does not hold
 */
public record Parameter(SqlType type, Surplus surplus) {

  /** Digits behind the point beyond those that a type has. */
  public enum Surplus {
    /** The statement says the type, by CAST or as that of a column to write to. */
    ROUNDED,
    /** The type was found out from what stands beside: to round would compare another number. */
    REFUSED
  }

  /**
   * Puts a value, or NULL for null, into a register; fails with {@link
   * SqlErrorCode#INVALID_PARAMETER_VALUE} for digits that are refused.
   */
  public void put(Registers registers, int i, @Nullable Object value) {
    if (surplus == Surplus.ROUNDED) {
      JavaValues.put(registers, i, type, value);
    } else {
      JavaValues.putExactly(registers, i, type, value);
    }
  }
}
