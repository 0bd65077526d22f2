package dev.zdb.sql.rel;

import dev.zdb.kv.api.Direction;
import dev.zdb.sql.catalog.KeyPart;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.type.RelDataType;

/** Orders of rows: which one serves for which. */
public final class Orders {
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

  /** The order in which a key's entries come, by one of its columns. */
  static RelFieldCollation of(KeyPart part, Direction direction) {
    boolean isAscending =
        (part.order() == KeyPart.Order.ASCENDING) == (direction == Direction.FORWARD);
    return new RelFieldCollation(
        part.column(),
        isAscending
            ? RelFieldCollation.Direction.ASCENDING
            : RelFieldCollation.Direction.DESCENDING,
        isAscending ? NullDirection.LAST : NullDirection.FIRST);
  }

  /** NULLs count as the greatest values where nothing is said. */
  public static boolean nullsFirst(RelFieldCollation key) {
    return key.nullDirection == NullDirection.UNSPECIFIED
        ? key.getDirection().isDescending()
        : key.nullDirection == NullDirection.FIRST;
  }
}
