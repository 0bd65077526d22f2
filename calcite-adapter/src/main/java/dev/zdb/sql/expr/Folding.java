package dev.zdb.sql.expr;

import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.time.Instant;
import java.time.ZoneOffset;

/** Runs of no registers, for expressions that depend on nothing. */
public final class Folding {
  private Folding() {}

  /** A new run; what depends on the moment or the zone must not be evaluated in it. */
  public static Execution run() {
    return new Execution(new Registers(0), Instant.EPOCH, ZoneOffset.UTC, Long.MAX_VALUE);
  }

  /** The value of an expression that depends on no register and on no moment. */
  public static Constant evaluate(Expression expression) {
    return expression instanceof Constant constant
        ? constant
        : Constant.evaluated(expression, run());
  }
}
