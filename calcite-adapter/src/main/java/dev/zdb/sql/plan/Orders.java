package dev.zdb.sql.plan;

import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.SortKey;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.type.RelDataType;

/** Orders of rows: which one serves for which. */
final class Orders {
  private Orders() {}

  /** Whether rows that come in one order are in the other. */
  static boolean satisfies(
      List<RelFieldCollation> given, List<RelFieldCollation> wanted, RelDataType row) {
    if (wanted.size() > given.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!same(given.get(i), wanted.get(i), row)) {
        return false;
      }
    }
    return true;
  }

  static boolean same(RelFieldCollation a, RelFieldCollation b, RelDataType row) {
    int column = b.getFieldIndex();
    return a.getFieldIndex() == column
        && a.getDirection().isDescending() == b.getDirection().isDescending()
        && (!row.getFieldList().get(column).getType().isNullable()
            || nullsFirst(a) == nullsFirst(b));
  }

  static SortKey sortKey(RelFieldCollation key, Slot slot) {
    return new SortKey(
        slot,
        key.getDirection().isDescending() ? Order.DESCENDING : Order.ASCENDING,
        nullsFirst(key) ? SortKey.Nulls.FIRST : SortKey.Nulls.LAST);
  }

  /** NULLs count as the greatest values where nothing is said. */
  private static boolean nullsFirst(RelFieldCollation key) {
    return key.nullDirection == NullDirection.UNSPECIFIED
        ? key.getDirection().isDescending()
        : key.nullDirection == NullDirection.FIRST;
  }
}
