package dev.zdb.sql.rel;

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
public record Wish(ImmutableBitSet columns, List<RelFieldCollation> order, double limit) {
  public Wish {
    order = List.copyOf(order);
  }

  /** No more than some columns. */
  public static Wish columns(ImmutableBitSet columns) {
    return new Wish(columns, List.of(), Double.MAX_VALUE);
  }

  /** The same, with more columns. */
  Wish plus(ImmutableBitSet others) {
    return new Wish(columns.union(others), order, limit);
  }
}
