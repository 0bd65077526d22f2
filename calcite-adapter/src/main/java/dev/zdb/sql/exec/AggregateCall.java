package dev.zdb.sql.exec;

import dev.zdb.sql.expr.AggregateFunction;
import java.util.List;

/**
 * An aggregate function and where its result goes.
 *
 * @param arguments the function's arguments with their types
 * @param output the register of the result
 */
public record AggregateCall(AggregateFunction function, List<Slot> arguments, int output) {
  public AggregateCall {
    arguments = List.copyOf(arguments);
  }
}
