package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Texts;
import dev.zdb.sql.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * LISTAGG: the texts of a group one behind the other, in the order of WITHIN GROUP. NULLs are
 * skipped; the list of nothing is NULL. Of rows that are equal in their order, the first one seen
 * stands first.
 *
 * <p><b>Failure:</b> a list of more than {@link #LONGEST} characters is refused with {@link
 * SqlErrorCode#LIMIT_EXCEEDED}.
 */
final class Listing implements Accumulator {
  static final int LONGEST = 1 << 24;

  private static final String DEFAULT_SEPARATOR = ",";
  private static final long EMPTY_BYTES = 128;
  private static final long ITEM_BYTES = 120;
  private static final long KEY_BYTES = 24;

  private final int text;
  private final Aggregates.@Nullable Argument separator;
  private final List<Aggregates.ListOrder> orders;
  private final List<Item> items = new ArrayList<>();
  private String between = "";
  private long length;
  private long heldBytes = EMPTY_BYTES;

  /** Lists the texts of a register, parted by that of another, or by commas if there is none. */
  Listing(int text, Aggregates.@Nullable Argument separator, List<Aggregates.ListOrder> orders) {
    this.text = text;
    this.separator = separator;
    this.orders = orders;
  }

  /** A text and what it is ordered by. */
  private record Item(String text, Registers keys) {}

  @Override
  public void add(Registers registers) {
    if (registers.nulls[text]) {
      return;
    }
    if (items.isEmpty()) {
      between = separatorIn(registers);
    }
    String value = String.valueOf(registers.objects[text]);
    length += value.length() + between.length();
    if (length > LONGEST) {
      throw SqlProblem.of(
          SqlErrorCode.LIMIT_EXCEEDED, "a list has more than %d characters", LONGEST);
    }
    Registers keys = keysIn(registers);
    items.add(new Item(value, keys));
    heldBytes += ITEM_BYTES + orders.size() * KEY_BYTES + Form.heldBytes(value);
    for (Object key : keys.objects) {
      heldBytes += Form.heldBytes(key);
    }
  }

  @Override
  public long heldBytes() {
    return heldBytes;
  }

  private String separatorIn(Registers registers) {
    if (separator == null) {
      return DEFAULT_SEPARATOR;
    }
    int from = separator.register();
    String value = registers.nulls[from] ? "" : String.valueOf(registers.objects[from]);
    SqlType type = separator.type();
    return type.kind() == TypeKind.CHAR && !registers.nulls[from]
        ? Texts.padded(value, type.precision())
        : value;
  }

  private Registers keysIn(Registers registers) {
    Registers keys = new Registers(orders.size());
    for (int i = 0; i < orders.size(); i++) {
      int from = orders.get(i).register();
      keys.nulls[i] = registers.nulls[from];
      keys.words[i] = registers.words[from];
      keys.highs[i] = registers.highs[from];
      boolean isObject = Form.of(orders.get(i).type().kind()).isObject();
      keys.objects[i] = isObject ? registers.objects[from] : null;
    }
    return keys;
  }

  @Override
  public void finish(Registers registers, int into) {
    registers.nulls[into] = items.isEmpty();
    registers.objects[into] = items.isEmpty() ? null : list();
  }

  private String list() {
    List<ValueOrder> valueOrders = new ArrayList<>();
    for (Aggregates.ListOrder order : orders) {
      valueOrders.add(ValueOrder.of(order.type()));
    }
    items.sort((a, b) -> compare(a.keys, b.keys, valueOrders));
    StringJoiner list = new StringJoiner(between);
    for (Item item : items) {
      list.add(item.text);
    }
    return list.toString();
  }

  private int compare(Registers a, Registers b, List<ValueOrder> valueOrders) {
    for (int i = 0; i < orders.size(); i++) {
      Aggregates.ListOrder order = orders.get(i);
      int result;
      if (a.nulls[i] || b.nulls[i]) {
        int nullsFirst = Boolean.compare(b.nulls[i], a.nulls[i]);
        result = order.nullsComeFirst() ? nullsFirst : -nullsFirst;
      } else {
        int ascending = valueOrders.get(i).compare(a, i, b, i);
        result = order.isDescending() ? -ascending : ascending;
      }
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }
}
