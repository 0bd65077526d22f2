package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Correlate;
import dev.zdb.sql.exec.HashJoin;
import dev.zdb.sql.exec.JoinKey;
import dev.zdb.sql.exec.JoinKind;
import dev.zdb.sql.exec.JoinRows;
import dev.zdb.sql.exec.NestedLoopJoin;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.rel.JoinConditions.Equality;
import dev.zdb.sql.rel.ZdbCorrelate;
import dev.zdb.sql.rel.ZdbHashJoin;
import dev.zdb.sql.rel.ZdbNestedLoopJoin;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Compiles joins of all kinds. */
final class JoinCompiler {
  private final PlanCompiler plans;
  private final RegisterFile registers;

  JoinCompiler(PlanCompiler plans, RegisterFile registers) {
    this.plans = plans;
    this.registers = registers;
  }

  Stage compile(ZdbHashJoin join) {
    Pair pair = new Pair(plans.compiled(join.input(0)), plans.compiled(join.input(1)));
    List<Equality> equalities = join.conditions().keys();
    Keyed left = keyed(pair.left, equalities.stream().map(Equality::left).toList());
    Keyed right = keyed(pair.right, equalities.stream().map(Equality::right).toList());
    List<JoinKey> keys = new ArrayList<>();
    for (int i = 0; i < equalities.size(); i++) {
      keys.add(new JoinKey(left.keys().get(i), right.keys().get(i), equalities.get(i).nulls()));
    }
    Expression residual = condition(join.conditions().residual(), pair);
    Shown shown = shown(join.getJoinType(), pair);
    return new Stage(
        join,
        new HashJoin(
            kindOf(join.getJoinType()),
            left.operator(),
            right.operator(),
            pair.rows(shown.mark()),
            keys,
            residual),
        shown.columns());
  }

  Stage compile(ZdbNestedLoopJoin join) {
    Pair pair = new Pair(plans.compiled(join.input(0)), plans.compiled(join.input(1)));
    Expression condition =
        condition(join.getCondition().isAlwaysTrue() ? null : join.getCondition(), pair);
    Shown shown = shown(join.getJoinType(), pair);
    return new Stage(
        join,
        new NestedLoopJoin(
            kindOf(join.getJoinType()),
            pair.left.operator(),
            pair.right.operator(),
            pair.rows(shown.mark()),
            condition),
        shown.columns());
  }

  Stage compile(ZdbCorrelate correlate) {
    Stage left = plans.compiled(correlate.input(0));
    registers.showOuter(correlate.getCorrelVariable(), left.columns());
    Pair pair = new Pair(left, plans.compiled(correlate.input(1)));
    Expression condition = condition(correlate.condition(), pair);
    Shown shown = shown(correlate.getJoinType(), pair);
    return new Stage(
        correlate,
        new Correlate(
            kindOf(correlate.getJoinType()),
            pair.left.operator(),
            pair.right.operator(),
            pair.rows(shown.mark()),
            condition),
        shown.columns());
  }

  /** The two sides of a join. */
  private record Pair(Stage left, Stage right) {
    List<@Nullable Slot> columns() {
      List<@Nullable Slot> both = new ArrayList<>(left.columns());
      both.addAll(right.columns());
      return both;
    }

    JoinRows rows(int mark) {
      return new JoinRows(left.slots(), right.slots(), mark);
    }
  }

  private @Nullable Expression condition(@Nullable RexNode condition, Pair pair) {
    return condition == null ? null : registers.compilerOver(pair.columns()).compile(condition);
  }

  /** What a join shows above. */
  private record Shown(List<@Nullable Slot> columns, int mark) {}

  private Shown shown(JoinRelType type, Pair pair) {
    if (type == JoinRelType.LEFT_MARK) {
      Slot mark = registers.allocate(SqlType.BOOLEAN);
      List<@Nullable Slot> columns = new ArrayList<>(pair.left.columns());
      columns.add(mark);
      return new Shown(columns, mark.register());
    }
    return new Shown(type.projectsRight() ? pair.columns() : pair.left.columns(), JoinRows.NO_MARK);
  }

  /** A side with its keys in registers. */
  private record Keyed(Operator operator, List<Slot> keys) {}

  private Keyed keyed(Stage side, List<RexNode> keys) {
    RexCompiler compiler = registers.compilerOver(side.columns());
    List<Slot> slots = new ArrayList<>();
    List<Assignment> computed = new ArrayList<>();
    for (RexNode key : keys) {
      if (key instanceof RexInputRef column) {
        slots.add(side.slot(column.getIndex()));
      } else {
        Slot slot = registers.allocate(SqlTypes.of(key.getType()));
        computed.add(new Assignment(compiler.compile(key), slot.register()));
        slots.add(slot);
      }
    }
    return new Keyed(
        computed.isEmpty() ? side.operator() : new Project(side.operator(), computed), slots);
  }

  private static JoinKind kindOf(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinKind.INNER;
      case LEFT -> JoinKind.LEFT;
      case FULL -> JoinKind.FULL;
      case SEMI -> JoinKind.SEMI;
      case ANTI -> JoinKind.ANTI;
      case LEFT_MARK -> JoinKind.MARK;
      default -> throw new IllegalStateException("a " + type + " join was chosen");
    };
  }
}
