package dev.zdb.sql.write;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What a new row must satisfy by itself: NOT NULL, the lengths of strings, CHECK. Blanks beyond the
 * length of a VARCHAR are cut.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
final class RowChecks {
  private final WriteTarget target;
  private final int[] columns;

  RowChecks(WriteTarget target, RowPlaces row) {
    this.target = target;
    this.columns = row.columns;
  }

  /** Fails unless the row in the registers may be stored. */
  void check(Execution run) {
    for (int i = 0; i < columns.length; i++) {
      checkColumn(target.table().columns().get(i), run.registers, columns[i]);
    }
    for (CheckCondition check : target.checks()) {
      if (check.condition().word(run) == 0 && !run.registers.isNull) {
        throw SqlProblem.of(
            SqlErrorCode.CHECK_VIOLATION,
            "a new row of table %s.%s violates check constraint %s",
            target.table().schema(),
            target.table().name(),
            check.constraint());
      }
    }
  }

  private void checkColumn(ColumnDef column, Registers registers, int register) {
    if (registers.nulls[register]) {
      if (!column.isNullable()) {
        throw SqlProblem.of(
            SqlErrorCode.NOT_NULL_VIOLATION,
            "column %s of table %s.%s cannot be NULL",
            column.name(),
            target.table().schema(),
            target.table().name());
      }
      return;
    }
    SqlType type = column.type();
    if (type.precision() == SqlType.UNLIMITED) {
      return;
    }
    int length = length(type, registers.objects[register]);
    if (length > type.precision() && !cutBlanks(type, registers, register)) {
      throw SqlProblem.of(
          SqlErrorCode.STRING_TOO_LONG,
          "a value of length %d is too long for column %s %s of table %s",
          length,
          column.name(),
          type,
          target.table().name());
    }
  }

  /** Cuts a text that is too long by nothing but blanks, as SQL has it; answers if it is one. */
  private static boolean cutBlanks(SqlType type, Registers registers, int register) {
    if (!(registers.objects[register] instanceof String text)
        || !Texts.isWithin(Texts.withoutTrailingBlanks(text), type.precision())) {
      return false;
    }
    registers.objects[register] = Texts.prefix(text, type.precision());
    return true;
  }

  /** The length as the type counts it; 0 for types without one. */
  private static int length(SqlType type, @Nullable Object value) {
    if (type.kind().isCharacter() && value instanceof String text) {
      return text.length() <= type.precision()
          ? text.length()
          : text.codePointCount(0, text.length());
    }
    return type.kind().isBinary() && value instanceof byte[] bytes ? bytes.length : 0;
  }
}
