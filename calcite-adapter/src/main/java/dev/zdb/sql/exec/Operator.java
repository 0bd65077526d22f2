package dev.zdb.sql.exec;

/**
 * A node of a compiled plan: immutable, shared by all runs, free of Calcite. Its registers are
 * fixed when the plan is compiled.
 */
public interface Operator {
  /** Makes what one run of this node needs; reads nothing yet. */
  RowSource open(RunContext context);
}
