package dev.zdb.sql.expr;

import dev.zdb.sql.value.Registers;
import java.util.List;

/** COUNT: of rows, or of those in which no argument is NULL. */
final class Count implements Accumulator {
  private final int[] arguments;
  private long count;

  Count(List<Integer> arguments) {
    this.arguments = arguments.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void add(Registers registers) {
    for (int argument : arguments) {
      if (registers.nulls[argument]) {
        return;
      }
    }
    count++;
  }

  @Override
  public void finish(Registers registers, int into) {
    registers.nulls[into] = false;
    registers.words[into] = count;
  }
}
