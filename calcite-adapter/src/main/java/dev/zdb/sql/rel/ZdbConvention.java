package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;

/** The mark of relational expressions that our own operators run. */
public final class ZdbConvention {
  public static final Convention INSTANCE = new Convention.Impl("ZDB", ZdbRel.class);

  private static final RelTraitSet UNORDERED = traits(RelCollations.EMPTY);

  private ZdbConvention() {}

  /** The traits of rows in no particular order. */
  static RelTraitSet unordered() {
    return UNORDERED;
  }

  /** The traits of rows in an order. */
  static RelTraitSet traits(RelCollation order) {
    return RelTraitSet.createEmpty().plus(INSTANCE).plus(order);
  }

  static RelTraitSet traits(List<RelFieldCollation> order) {
    return order.isEmpty() ? UNORDERED : traits(RelCollations.of(order));
  }
}
