package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.ValueOrder;

/** The aggregate functions that give back one of their arguments: MIN, MAX, ANY_VALUE. */
final class Picks implements Accumulator {
  /** This object and a register with its four arrays. */
  private static final long REGISTER_BYTES = 200;

  private final int argument;
  private final ValueOrder order;
  private final boolean isObject;
  private final Pick pick;
  private final Registers held = new Registers(1);
  private boolean hasRow;

  Picks(int argument, SqlType type, Pick pick) {
    this.argument = argument;
    this.order = ValueOrder.of(type);
    this.isObject = Form.of(type.kind()).isObject();
    this.pick = pick;
    held.nulls[0] = true;
  }

  /** Which argument. */
  enum Pick {
    LEAST,
    GREATEST,
    FIRST,
    /** The only row's, even if NULL; more rows are an error. */
    ONLY
  }

  @Override
  public void add(Registers registers) {
    if (pick == Pick.ONLY && hasRow) {
      throw SqlProblem.of(
          SqlErrorCode.CARDINALITY, "a subquery used as a value gave more than one row");
    }
    hasRow = true;
    if (!registers.nulls[argument] && (held.nulls[0] || isBetter(registers))) {
      held.nulls[0] = false;
      held.words[0] = registers.words[argument];
      held.highs[0] = registers.highs[argument];
      held.objects[0] = isObject ? registers.objects[argument] : null;
    }
  }

  private boolean isBetter(Registers registers) {
    return switch (pick) {
      case LEAST -> order.compare(registers, argument, held, 0) < 0;
      case GREATEST -> order.compare(registers, argument, held, 0) > 0;
      default -> false;
    };
  }

  @Override
  public long heldBytes() {
    return REGISTER_BYTES + Form.heldBytes(held.objects[0]);
  }

  @Override
  public void finish(Registers registers, int into) {
    registers.nulls[into] = held.nulls[0];
    registers.words[into] = held.words[0];
    registers.highs[into] = held.highs[0];
    registers.objects[into] = held.objects[0];
  }
}
