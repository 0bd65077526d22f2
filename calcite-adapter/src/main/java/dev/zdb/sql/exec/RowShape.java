package dev.zdb.sql.exec;

import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.ValueOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows of some registers lie in a {@link RowStore}: a row's words side by side, its high words
 * at the same places beside them, its objects apart.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
public final class RowShape {
  final int[] registers;
  final Form[] forms;
  final ValueOrder[] orders;

  /** Where a field lies among the words, or the objects, of its row. */
  final int[] places;

  final int wordsPerRow;
  final int highsPerRow;
  final int objectsPerRow;

  /** Fields in the order given. */
  public RowShape(List<Slot> fields) {
    registers = Slot.registers(fields);
    forms = fields.stream().map(slot -> Form.of(slot.type().kind())).toArray(Form[]::new);
    orders = fields.stream().map(slot -> ValueOrder.of(slot.type())).toArray(ValueOrder[]::new);
    places = new int[forms.length];
    int words = 0;
    int objects = 0;
    boolean pairs = false;
    for (int i = 0; i < forms.length; i++) {
      pairs |= forms[i].isPair();
      places[i] = forms[i].isObject() ? objects++ : words++;
    }
    wordsPerRow = words;
    highsPerRow = pairs ? words : 0;
    objectsPerRow = objects;
  }

  int fieldCount() {
    return registers.length;
  }

  /** The fields of some registers. */
  int[] fieldsOf(int[] someRegisters) {
    int[] fields = new int[someRegisters.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = fieldOf(someRegisters[i]);
    }
    return fields;
  }

  private int fieldOf(int register) {
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] == register) {
        return i;
      }
    }
    throw new IllegalArgumentException("no field for register " + register);
  }

  /** The same with each register once. */
  static RowShape ofDistinct(List<Slot> slots) {
    Map<Integer, Slot> byRegister = new LinkedHashMap<>();
    for (Slot slot : slots) {
      byRegister.putIfAbsent(slot.register(), slot);
    }
    return new RowShape(List.copyOf(byRegister.values()));
  }
}
