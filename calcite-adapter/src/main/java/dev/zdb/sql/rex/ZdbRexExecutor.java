package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.expr.Constant;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Folding;
import dev.zdb.sql.value.TemporalText;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Folds constants with the very expressions that would compute them. What fails is left as it is,
 * to fail only if a row needs it; so is what depends on the moment or the session.
 */
public final class ZdbRexExecutor implements RexExecutor {
  private final RexCompiler compiler = new RexCompiler(Columns.none());

  @Override
  public void reduce(RexBuilder builder, List<RexNode> expressions, List<RexNode> reducedValues) {
    for (RexNode expression : expressions) {
      RexNode folded = isConstant(expression) ? folded(expression, builder) : null;
      reducedValues.add(folded == null ? expression : folded);
    }
  }

  /** Whether an expression gives the same in every run, or fails in every one. */
  public static boolean isConstant(RexNode expression) {
    if (!RexUtil.isConstant(expression) || !RexUtil.isDeterministic(expression)) {
      return false;
    }
    Dependence dependence = new Dependence();
    expression.accept(dependence);
    return !dependence.found;
  }

  private @Nullable RexNode folded(RexNode expression, RexBuilder builder) {
    try {
      Expression compiled = compiler.compile(expression);
      return literal(Folding.evaluate(compiled), expression, builder);
    } catch (SqlProblem raisedWhenNeeded) {
      return null;
    }
  }

  private static @Nullable RexNode literal(
      Constant constant, RexNode expression, RexBuilder builder) {
    Object value = constant.toJava();
    if (value == null) {
      return builder.makeNullLiteral(expression.getType());
    }
    SqlType type = constant.type();
    Object internal =
        switch (type.kind()) {
          case DATE -> new DateString(value.toString());
          case TIME -> new TimeString(text(value, type));
          case TIMESTAMP -> new TimestampString(text(value, type));
          case BINARY, VARBINARY -> new ByteString((byte[]) value);
          case CHAR, REAL, DOUBLE, UUID, NULL -> null;
          case INTERVAL_MONTHS, INTERVAL_SECONDS -> null;
          default -> value;
        };
    return internal == null
        ? null
        : builder.makeLiteral(
            internal, expression.getType(), /* allowCast= */ true, /* trim= */ false);
  }

  private static String text(Object value, SqlType type) {
    Constant text = Constant.of(SqlType.VARCHAR, value);
    boolean isMoment = type.kind() == TypeKind.TIMESTAMP;
    String written = String.valueOf(text.toJava());
    return isMoment ? written : TemporalText.time(TemporalText.parseTime(written));
  }

  /** Looks for what depends on the run: the moment, the zone, the user, parameters. */
  private static final class Dependence extends RexVisitorImpl<Void> {
    private boolean found;

    Dependence() {
      super(true);
    }

    @Override
    public Void visitCall(RexCall call) {
      boolean isToday =
          call.isA(SqlKind.CAST)
              && call.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP
              && call.getOperands().get(0).getType().getSqlTypeName() == SqlTypeName.TIME;
      found |=
          isToday
              || call.getOperator().isDynamicFunction()
              || !call.getOperator().isDeterministic();
      return super.visitCall(call);
    }
  }
}
