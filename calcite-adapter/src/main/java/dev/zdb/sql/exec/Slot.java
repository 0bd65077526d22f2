package dev.zdb.sql.exec;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Registers;
import java.util.Collection;

/**
 * A register and the type of what lies in it.
 *
 * @param register its number
 */
public record Slot(int register, SqlType type) {

  /** The numbers alone. */
  public static int[] registers(Collection<Slot> slots) {
    return slots.stream().mapToInt(Slot::register).toArray();
  }

  /** Copies a register's value, whatever its form. */
  static void copy(Registers from, int i, Registers to, int j) {
    to.nulls[j] = from.nulls[i];
    to.words[j] = from.words[i];
    to.highs[j] = from.highs[i];
    to.objects[j] = from.objects[i];
  }
}
