package dev.zdb.sql.plan;

import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * What the part above wants of the part below.
 *
 * @param columns those that are read
 * @param order the order that would save a sort; empty for none
 * @param limit how many rows will be read at most if they come in that order
 */
record Wish(ImmutableBitSet columns, List<RelFieldCollation> order, double limit) {
  Wish {
    order = List.copyOf(order);
  }

  static Wish columns(ImmutableBitSet columns) {
    return new Wish(columns, List.of(), Double.MAX_VALUE);
  }

  Wish withColumns(ImmutableBitSet others) {
    return new Wish(others, order, limit);
  }

  Wish plus(ImmutableBitSet others) {
    return withColumns(columns.union(others));
  }

  Wish withoutOrder() {
    return columns(columns);
  }
}
