package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.exec.HashJoin;
import dev.zdb.sql.exec.JoinKey;
import dev.zdb.sql.exec.JoinKind;
import dev.zdb.sql.exec.JoinRows;
import dev.zdb.sql.exec.NestedLoopJoin;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.Spool;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.rule.Estimates;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.ConditionalCorrelate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Compiles joins: by looking the right rows up where the left ones are few and a key or index leads
 * there, else by hashing along equalities, else by a nested loop.
 */
final class JoinCompiler {
  private final PlanCompiler plans;
  private final RegisterFile registers;
  private final LookupJoins lookups;

  JoinCompiler(PlanCompiler plans, RegisterFile registers, Estimates estimates) {
    this.plans = plans;
    this.registers = registers;
    this.lookups = new LookupJoins(estimates);
  }

  Stage compile(Join join, Wish wish) {
    if (!join.getVariablesSet().isEmpty()) {
      throw notSupported(join);
    }
    Correlate lookup = lookups.lookup(join);
    if (lookup != null) {
      return compile(lookup, wish);
    }
    boolean isTurned = join.getJoinType() == JoinRelType.RIGHT || lookups.buildsFromLeft(join);
    Sides sides = Sides.of(join, isTurned);
    JoinConditions conditions = JoinConditions.of(join, sides);
    Wish leftWish = wishOf(wish, sides.left(), sides, conditions);
    Stage left = plans.compile(sides.leftRel(), keepsLeftOrder(wish, sides, leftWish));
    Stage right = plans.compile(sides.rightRel(), wishOf(wish, sides.right(), sides, conditions));
    return assemble(join, sides, conditions, left, right);
  }

  /** An order that only speaks of the left side comes through the join. */
  private static Wish keepsLeftOrder(Wish wish, Sides sides, Wish leftWish) {
    boolean isOfLeft = wish.order().stream().allMatch(key -> sides.left().get(key.getFieldIndex()));
    boolean isPlain = sides.leftStart() == 0;
    return isOfLeft && isPlain
        ? new Wish(leftWish.columns(), wish.order(), Double.MAX_VALUE)
        : leftWish;
  }

  private static Wish wishOf(
      Wish wish, ImmutableBitSet side, Sides sides, JoinConditions conditions) {
    ImmutableBitSet columns = wish.columns().union(conditions.columns()).intersect(side);
    return Wish.columns(columns.shift(-(side.isEmpty() ? 0 : sides.startOf(side))));
  }

  private Stage assemble(
      Join join, Sides sides, JoinConditions conditions, Stage left, Stage right) {
    List<SqlType> keyTypes =
        conditions.keys().stream().map(key -> SqlTypes.of(key.type())).toList();
    Keyed leftKeyed = keyed(left, conditions.leftKeys(sides), keyTypes);
    Keyed rightKeyed = keyed(right, conditions.rightKeys(sides), keyTypes);
    List<@Nullable Slot> both = sides.joined(left.columns(), right.columns());
    Expression residual =
        conditions.residual() == null
            ? null
            : registers.compilerOver(both).compile(conditions.residual());
    JoinKind kind = kindOf(join.getJoinType());
    Shown shown = shown(kind, both, left);
    JoinRows rows = new JoinRows(left.slots(), right.slots(), shown.mark());
    Operator from = leftKeyed.stage().operator();
    Operator to = rightKeyed.stage().operator();
    boolean isHashed = !conditions.keys().isEmpty();
    Operator operator =
        isHashed
            ? new HashJoin(
                kind, from, to, rows, joinKeys(conditions, leftKeyed, rightKeyed), residual)
            : new NestedLoopJoin(kind, from, to, rows, residual);
    String line =
        (isHashed ? "HashJoin " : "NestedLoopJoin ")
            + kind.name().toLowerCase(Locale.ROOT)
            + Lines.on(join.getCondition(), join.getLeft(), join.getRight());
    boolean keepsOrder = sides.leftStart() == 0 && kind != JoinKind.FULL;
    List<RelFieldCollation> order = keepsOrder ? left.order() : List.of();
    return new Stage(operator, shown.columns(), order, line, List.of(left, right));
  }

  /** What a join shows above. */
  private record Shown(List<@Nullable Slot> columns, int mark) {}

  private Shown shown(JoinKind kind, List<@Nullable Slot> both, Stage left) {
    if (kind == JoinKind.MARK) {
      Slot mark = registers.allocate(SqlType.BOOLEAN);
      List<@Nullable Slot> columns = new ArrayList<>(left.columns());
      columns.add(mark);
      return new Shown(columns, mark.register());
    }
    boolean showsRight = kind != JoinKind.SEMI && kind != JoinKind.ANTI;
    return new Shown(showsRight ? both : left.columns(), JoinRows.NO_MARK);
  }

  private static List<JoinKey> joinKeys(JoinConditions conditions, Keyed left, Keyed right) {
    List<JoinKey> keys = new ArrayList<>();
    for (int i = 0; i < conditions.keys().size(); i++) {
      JoinKey.Nulls nulls = conditions.keys().get(i).nulls();
      keys.add(new JoinKey(left.keys().get(i), right.keys().get(i), nulls));
    }
    return keys;
  }

  /** A side with its keys in registers. */
  private record Keyed(Stage stage, List<Slot> keys) {}

  private Keyed keyed(Stage stage, List<RexNode> keys, List<SqlType> types) {
    List<Slot> slots = new ArrayList<>();
    List<RexNode> computed = new ArrayList<>();
    List<SqlType> computedTypes = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (!(keys.get(i) instanceof RexInputRef)) {
        computed.add(keys.get(i));
        computedTypes.add(types.get(i));
      }
    }
    Stage with = computed.isEmpty() ? stage : plans.withComputed(stage, computed, computedTypes);
    int next = stage.columns().size();
    for (RexNode key : keys) {
      slots.add(
          key instanceof RexInputRef column ? stage.slot(column.getIndex()) : with.slot(next++));
    }
    return new Keyed(with, slots);
  }

  private static JoinKind kindOf(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinKind.INNER;
      case LEFT, RIGHT -> JoinKind.LEFT;
      case FULL -> JoinKind.FULL;
      case SEMI -> JoinKind.SEMI;
      case ANTI -> JoinKind.ANTI;
      case LEFT_MARK -> JoinKind.MARK;
      default ->
          throw SqlProblem.of(
              SqlErrorCode.FEATURE_NOT_SUPPORTED, "a join of kind %s is not supported", type);
    };
  }

  private static SqlProblem notSupported(Join join) {
    return SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED,
        "a correlated sub-query in the condition of a %s join is not supported yet",
        join.getJoinType());
  }

  Stage compile(Correlate correlate, Wish wish) {
    int leftCount = correlate.getLeft().getRowType().getFieldCount();
    int rightCount = correlate.getRight().getRowType().getFieldCount();
    RexNode condition =
        correlate instanceof ConditionalCorrelate conditional ? conditional.getCondition() : null;
    ImmutableBitSet tested =
        condition == null ? ImmutableBitSet.of() : RelOptUtil.InputFinder.bits(condition);
    ImmutableBitSet leftColumns = ImmutableBitSet.range(leftCount);
    boolean showsRight = correlate.getJoinType().projectsRight();
    ImmutableBitSet rightRead =
        (showsRight ? wish.columns().union(tested) : tested)
            .intersect(ImmutableBitSet.range(leftCount, leftCount + rightCount))
            .shift(-leftCount);
    ImmutableBitSet leftRead =
        wish.columns().union(tested).union(correlate.getRequiredColumns()).intersect(leftColumns);
    boolean isOrderOfLeft = wish.order().stream().allMatch(key -> key.getFieldIndex() < leftCount);
    Stage left =
        plans.compile(
            correlate.getLeft(),
            isOrderOfLeft
                ? new Wish(leftRead, wish.order(), Double.MAX_VALUE)
                : Wish.columns(leftRead));
    registers.showOuter(correlate.getCorrelVariable(), left.columns());
    Stage right = plans.compile(correlate.getRight(), Wish.columns(rightRead));
    if (isTheSameForEveryOuterRow(correlate.getRight())) {
      right = right.through(new Spool(right.operator(), right.slots()), "Spool");
    }
    return assemble(correlate, condition, left, right);
  }

  private Stage assemble(
      Correlate correlate, @Nullable RexNode condition, Stage left, Stage right) {
    List<@Nullable Slot> both = new ArrayList<>(left.columns());
    both.addAll(right.columns());
    Expression compiled =
        condition == null ? null : registers.compilerOver(both).compile(condition);
    JoinKind kind = kindOf(correlate.getJoinType());
    Shown shown = shown(kind, both, left);
    return new Stage(
        new dev.zdb.sql.exec.Correlate(
            kind,
            left.operator(),
            right.operator(),
            new JoinRows(left.slots(), right.slots(), shown.mark()),
            compiled),
        shown.columns(),
        left.order(),
        "Correlate " + kind.name().toLowerCase(Locale.ROOT),
        List.of(left, right));
  }

  /**
   * Whether rows may be replayed: no outer row, of this correlate or of one further out, is read.
   */
  private static boolean isTheSameForEveryOuterRow(RelNode rel) {
    return RelOptUtil.getVariablesUsed(rel).isEmpty();
  }

  /** Whether values of the two types are equal just if their registers are. */
  static boolean areHashable(SqlType a, SqlType b) {
    TypeKind kind = a.kind();
    if (kind != b.kind()) {
      return (kind.isInteger() && b.kind().isInteger())
          || (kind.isApproximate() && b.kind().isApproximate());
    }
    return kind != TypeKind.DECIMAL || a.scale() == b.scale();
  }

  /** The columns of an expression that shifts by the start of its side. */
  static List<RexNode> shifted(List<RexNode> expressions, int start) {
    return start == 0
        ? expressions
        : Collections.unmodifiableList(RexUtil.shift(expressions, -start));
  }
}
