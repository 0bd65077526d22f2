package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;

/** A call to compile: its operands are compiled when asked for, since some of them are flags. */
record Call(RexCall rex, RexCompiler compiler) {

  /** The result's type; a CHAR that is computed is a VARCHAR. */
  SqlType type() {
    return Literals.unpadded(SqlTypes.of(rex.getType()));
  }

  int count() {
    return rex.getOperands().size();
  }

  Expression operand(int i) {
    return compiler.operand(rex.getOperands().get(i));
  }

  List<Expression> operands() {
    List<Expression> compiled = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      compiled.add(operand(i));
    }
    return compiled;
  }

  /** An operand that is a flag of the syntax, such as YEAR in EXTRACT(YEAR FROM d). */
  <E extends Enum<E>> E flag(int i, Class<E> type) {
    E flag =
        rex.getOperands().get(i) instanceof RexLiteral literal ? literal.getValueAs(type) : null;
    if (flag == null) {
      throw unsupported();
    }
    return flag;
  }

  SqlProblem unsupported() {
    return SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED,
        "%s with these operands: %s",
        rex.getOperator().getName(),
        rex.getOperands());
  }
}
