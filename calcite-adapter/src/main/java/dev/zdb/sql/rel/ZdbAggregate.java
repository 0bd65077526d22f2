package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/** Groups of rows, and values computed over each. */
public abstract class ZdbAggregate extends Aggregate implements ZdbRel {
  ZdbAggregate(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      List<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    super(input.getCluster(), traits, List.of(), input, groupSet, groupSets, calls);
  }

  /** Whether a call asks which columns a group is not grouped by, rather than for its rows. */
  public static boolean isGrouping(AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.GROUPING
        || call.getAggregation().getName().equals("GROUPING_ID");
  }

  /** Whether each row is in one group alone. */
  static boolean isOneSet(Aggregate aggregate) {
    return aggregate.getGroupType() == Group.SIMPLE
        && aggregate.getAggCallList().stream().noneMatch(ZdbAggregate::isGrouping);
  }

  String line(String how) {
    List<String> names = Lines.names(input);
    StringBuilder line = new StringBuilder(how);
    if (!groupSet.isEmpty()) {
      List<String> keys = groupSet.asList().stream().map(names::get).toList();
      line.append(" by ").append(String.join(", ", keys));
    }
    for (AggregateCall call : aggCalls) {
      List<String> arguments = call.getArgList().stream().map(names::get).toList();
      line.append(' ')
          .append(call.getAggregation().getName())
          .append(call.isDistinct() ? "(DISTINCT " : "(")
          .append(arguments.isEmpty() ? "*" : String.join(", ", arguments))
          .append(')');
    }
    return line.toString();
  }
}
