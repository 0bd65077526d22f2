package dev.zdb.sql.exec;

import dev.zdb.sql.value.Registers;
import java.util.List;

/**
 * A side of a set operation.
 *
 * @param registers where it shows its columns; none is one of the operation's own
 */
public record Branch(Operator source, List<Integer> registers) {
  public Branch {
    registers = List.copyOf(registers);
  }

  /** Copies the branch's row to where the operation shows it. */
  static void copy(int[] from, Registers registers, int[] to) {
    for (int i = 0; i < from.length; i++) {
      Slot.copy(registers, from[i], registers, to[i]);
    }
  }

  int[] columns() {
    return registers.stream().mapToInt(Integer::intValue).toArray();
  }
}
