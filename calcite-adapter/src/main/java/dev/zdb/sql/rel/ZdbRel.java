package dev.zdb.sql.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;

/**
 * A physical relational expression: one of our operators and what it is to do, all choices made.
 *
 * <p><b>Invariants:</b> its inputs are physical too; its row is as wide as that of the logical
 * expression it stands for, but only the columns that are read above are ever computed; the order
 * in which its rows come is its collation trait.
 */
public interface ZdbRel extends RelNode {
  /** Calls the visitor's method for this kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /** What it does, in one line for people; empty if it does nothing at run time. */
  String line();

  default ZdbRel input(int number) {
    return (ZdbRel) getInput(number);
  }

  /** The order of the rows, by column; empty if nothing is known. */
  default List<RelFieldCollation> order() {
    RelCollation order = getTraitSet().getTrait(RelCollationTraitDef.INSTANCE);
    return order == null ? List.of() : order.getFieldCollations();
  }

  /** The expression and those below it, for people: a line each, indented by depth. */
  default List<String> lines() {
    List<String> lines = new ArrayList<>();
    String own = line();
    String indent = own.isEmpty() ? "" : "  ";
    if (!own.isEmpty()) {
      lines.add(own);
    }
    for (int i = 0; i < getInputs().size(); i++) {
      input(i).lines().forEach(below -> lines.add(indent + below));
    }
    return lines;
  }

  /** Something to do for each kind of physical expression. */
  interface Visitor<R> {
    R visit(ZdbKeyLookup lookup);

    R visit(ZdbTableScan scan);

    R visit(ZdbIndexScan scan);

    R visit(ZdbSystemTableScan scan);

    R visit(ZdbValues values);

    R visit(ZdbFilter filter);

    R visit(ZdbProject project);

    R visit(ZdbHashJoin join);

    R visit(ZdbNestedLoopJoin join);

    R visit(ZdbCorrelate correlate);

    R visit(ZdbSpool spool);

    R visit(ZdbHashAggregate aggregate);

    R visit(ZdbOrderedAggregate aggregate);

    R visit(ZdbDistinct distinct);

    R visit(ZdbSort sort);

    R visit(ZdbTopN top);

    R visit(ZdbLimit limit);

    R visit(ZdbUnionAll union);

    R visit(ZdbSetOperation operation);
  }
}
