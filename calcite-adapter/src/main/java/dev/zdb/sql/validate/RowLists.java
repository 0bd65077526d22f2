package dev.zdb.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code (a, b) IN ((?, ?), (?, ?))}, said as comparisons: Calcite finds types for parameters
 * beside a value, not beside a row of them.
 */
final class RowLists {
  private RowLists() {}

  static boolean isOne(SqlCall call) {
    return (call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN)
        && call.operand(0).getKind() == SqlKind.ROW
        && call.operand(1) instanceof SqlNodeList rows
        && rows.stream().anyMatch(RowLists::hasParameter)
        && rows.stream().allMatch(row -> isAsWide(row, call.operand(0)));
  }

  private static boolean hasParameter(SqlNode row) {
    return row instanceof SqlCall call
        && call.getOperandList().stream().anyMatch(SqlDynamicParam.class::isInstance);
  }

  private static boolean isAsWide(SqlNode row, SqlCall value) {
    return row.getKind() == SqlKind.ROW && ((SqlCall) row).operandCount() == value.operandCount();
  }

  static SqlNode compared(SqlCall call) {
    SqlCall value = call.operand(0);
    SqlNodeList rows = call.operand(1);
    List<SqlNode> found = new ArrayList<>();
    for (SqlNode row : rows) {
      List<SqlNode> equal = new ArrayList<>();
      for (int i = 0; i < value.operandCount(); i++) {
        SqlNode operand = value.operand(i);
        SqlParserPos at = operand.getParserPosition();
        SqlNode other = ((SqlCall) row).operand(i);
        equal.add(SqlStdOperatorTable.EQUALS.createCall(at, operand.clone(at), other));
      }
      found.add(joined(SqlStdOperatorTable.AND, equal));
    }
    SqlNode any = joined(SqlStdOperatorTable.OR, found);
    return call.getKind() == SqlKind.IN
        ? any
        : SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), any);
  }

  private static SqlNode joined(SqlOperator operator, List<SqlNode> nodes) {
    SqlNode joined = nodes.get(0);
    for (SqlNode node : nodes.subList(1, nodes.size())) {
      joined = operator.createCall(joined.getParserPosition(), joined, node);
    }
    return joined;
  }
}
