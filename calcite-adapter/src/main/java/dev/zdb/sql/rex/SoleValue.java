package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.expr.Choice;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Raised;
import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * The value of a sub-query, in two parts: what its row says, and whether there are more rows. Both
 * can be computed for rows that nobody asks for; that there are more is an error only where the
 * value is used. No text can name these functions.
 */
public final class SoleValue {
  static final String NAME = "SOLE VALUE";

  /** An aggregate: whether there is more than one row. */
  public static final SqlAggFunction HAS_MORE =
      SqlBasicAggFunction.create(
          "HAS MORE",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.explicit(SqlTypeName.BOOLEAN).andThen(SqlTypeTransforms.FORCE_NULLABLE),
          OperandTypes.NILADIC);

  /** Of a value and of whether there are more: the value, else an error. */
  public static final SqlFunction VALUE =
      SqlBasicFunction.create(NAME, ReturnTypes.ARG0, OperandTypes.ANY_ANY);

  private SoleValue() {}

  static Expression compile(Call call) {
    Expression value = call.operand(0);
    Expression error =
        new Raised(
            value.type(),
            () ->
                SqlProblem.of(
                    SqlErrorCode.CARDINALITY, "a subquery used as a value gave more than one row"));
    return Choice.of(List.of(call.operand(1)), List.of(error, value), value.type());
  }
}
