package dev.zdb.sql.rule;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Sinks filters into set operations, but none that reads a column which is NOT NULL in one input
 * alone: Calcite would leave the types around it as they were, and stumble over them.
 */
final class FilterIntoSets extends FilterSetOpTransposeRule {
  static final RelOptRule RULE = new FilterIntoSets(Config.DEFAULT);

  private FilterIntoSets(Config config) {
    super(config);
  }

  @Override
  public boolean matches(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    SetOp sets = call.rel(1);
    ImmutableBitSet read = RelOptUtil.InputFinder.bits(filter.getCondition());
    return sets.getInputs().stream().allMatch(input -> isSame(input, sets, read));
  }

  private static boolean isSame(RelNode input, RelNode sets, ImmutableBitSet columns) {
    RelDataType ours = input.getRowType();
    RelDataType all = sets.getRowType();
    return columns.asList().stream()
        .allMatch(
            i -> ours.getFieldList().get(i).getType().equals(all.getFieldList().get(i).getType()));
  }
}
