package dev.zdb.sql.exec;

import dev.zdb.kv.api.TreeId;
import java.util.List;

/**
 * A node of a compiled plan: immutable, shared by all runs, free of Calcite. Its registers are
 * fixed when the plan is compiled.
 */
public interface Operator {
  /** Makes what one run of this node needs; reads nothing yet. */
  RowSource open(RunContext context);

  /** The nodes that this one takes its rows from. */
  default List<Operator> inputs() {
    return List.of();
  }

  /** Whether this node or one below reads the tree while it runs. */
  default boolean reads(TreeId tree) {
    return inputs().stream().anyMatch(input -> input.reads(tree));
  }

  /** Whether no run can ever show a second row after one start. */
  default boolean showsAtMostOneRow() {
    return false;
  }
}
