package dev.zdb.sql.exec;

import dev.zdb.sql.catalog.KeyPart.Order;
import java.util.ArrayList;
import java.util.List;

/**
 * A column to sort by.
 *
 * @param order which way values run; NULLs go where {@code nulls} says, whichever that is
 */
public record SortKey(Slot slot, Order order, Nulls nulls) {

  /** Where NULLs go. */
  public enum Nulls {
    FIRST,
    LAST
  }

  /** The shape of rows that hold their keys. */
  static RowShape shape(List<Slot> row, List<SortKey> keys) {
    List<Slot> all = new ArrayList<>(row);
    for (SortKey key : keys) {
      all.add(key.slot());
    }
    return RowShape.ofDistinct(all);
  }
}
