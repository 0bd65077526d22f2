package dev.zdb.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Comparisons of rows, such as {@code (a, b) < (?, ?)} and {@code (a, b) IN ((1, 'x'), (2, 'y'))},
 * said as comparisons of their values: so types are found, literals converted and blanks of CHARs
 * passed over as they are for single values. Lists of plain numbers stay as they are. So is {@code
 * '1' IN (a, 2)}, whose literal is compared with each as with one.
 */
final class RowComparisons {
  /** A name that no text has, of a query and, with a number, of its columns. */
  private static final String QUERY = "\u0000";

  private RowComparisons() {}

  /** Whether a call is a comparison of rows to be said so. */
  static boolean isOne(SqlCall call) {
    return switch (call.getKind()) {
      case IN, NOT_IN ->
          call.operand(1) instanceof SqlNodeList items
              && (isTextAmongOthers(call.operand(0), items) || areRows(call.operand(0), items));
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          call.operandCount() == 2
              && (areAlike(call.operand(0), call.operand(1)) || isBesideQuery(call));
      case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM ->
          call.operandCount() == 2 && areAlike(call.operand(0), call.operand(1));
      default -> false;
    };
  }

  /** A literal string takes the type of each that it is compared with, which need not be one. */
  private static boolean isTextAmongOthers(SqlNode value, SqlNodeList items) {
    return TextValues.isText(value) && !items.stream().allMatch(TextValues::isText);
  }

  private static boolean areRows(SqlNode value, SqlNodeList items) {
    return value.getKind() == SqlKind.ROW
        && items.stream().anyMatch(RowComparisons::hasParameterOrText)
        && items.stream().allMatch(row -> areAlike(value, row));
  }

  private static boolean hasParameterOrText(SqlNode row) {
    return row instanceof SqlCall call
        && call.getOperandList().stream()
            .anyMatch(node -> node instanceof SqlDynamicParam || TextValues.isText(node));
  }

  private static boolean areAlike(SqlNode a, SqlNode b) {
    return a.getKind() == SqlKind.ROW
        && b.getKind() == SqlKind.ROW
        && ((SqlCall) a).operandCount() == ((SqlCall) b).operandCount();
  }

  static boolean isBesideQuery(SqlCall call) {
    SqlNode left = call.operand(0);
    SqlNode right = call.operand(1);
    return (left.getKind() == SqlKind.ROW && right.isA(SqlKind.QUERY))
        || (right.getKind() == SqlKind.ROW && left.isA(SqlKind.QUERY));
  }

  /**
   * {@code (a, b) < (SELECT x, y ..)} as {@code (SELECT (a, b) < (x, y) FROM (SELECT x, y ..))}, so
   * that the query is asked once, is unknown without a row and an error with several.
   */
  private static SqlNode besideQuery(SqlCall call) {
    boolean isLeft = call.operand(0).isA(SqlKind.QUERY);
    SqlNode query = call.operand(isLeft ? 0 : 1);
    SqlCall row = call.operand(isLeft ? 1 : 0);
    SqlParserPos at = query.getParserPosition();
    List<SqlNode> named = new ArrayList<>(List.of(query, new SqlIdentifier(QUERY, at)));
    List<SqlNode> columns = new ArrayList<>();
    for (int i = 0; i < row.operandCount(); i++) {
      named.add(new SqlIdentifier(QUERY + i, at));
      columns.add(new SqlIdentifier(List.of(QUERY, QUERY + i), at));
    }
    SqlNode selected = SqlStdOperatorTable.ROW.createCall(at, columns);
    SqlNode compared =
        compared(call.getOperator(), isLeft ? selected : row, isLeft ? row : selected);
    SqlNodeList items = SqlNodeList.of(compared);
    SqlNode from = SqlStdOperatorTable.AS.createCall(at, named);
    SqlNode asked =
        new SqlSelect(at, null, items, from, null, null, null, null, null, null, null, null, null);
    return SqlStdOperatorTable.SCALAR_QUERY.createCall(call.getParserPosition(), asked);
  }

  /** What such a call says of the values. */
  static SqlNode byValues(SqlCall call) {
    SqlNode value = call.operand(0);
    return switch (call.getKind()) {
      case IN -> isAny(value, call.operand(1));
      case NOT_IN -> not(isAny(value, call.operand(1)));
      default ->
          isBesideQuery(call)
              ? besideQuery(call)
              : compared(call.getOperator(), value, call.operand(1));
    };
  }

  private static SqlNode isAny(SqlNode value, SqlNodeList rows) {
    List<SqlNode> found = new ArrayList<>();
    for (SqlNode row : rows) {
      found.add(compared(SqlStdOperatorTable.EQUALS, value, row));
    }
    return joined(SqlStdOperatorTable.OR, found);
  }

  private static SqlNode compared(SqlOperator operator, SqlNode a, SqlNode b) {
    if (!areAlike(a, b)) {
      SqlParserPos at = a.getParserPosition();
      return operator.createCall(at, a.clone(at), b.clone(b.getParserPosition()));
    }
    List<SqlNode> left = ((SqlCall) a).getOperandList();
    List<SqlNode> right = ((SqlCall) b).getOperandList();
    return switch (operator.getKind()) {
      case NOT_EQUALS -> not(all(SqlStdOperatorTable.EQUALS, left, right));
      case IS_DISTINCT_FROM -> not(all(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, left, right));
      case LESS_THAN, LESS_THAN_OR_EQUAL ->
          ordered(SqlStdOperatorTable.LESS_THAN, operator, left, right);
      case GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          ordered(SqlStdOperatorTable.GREATER_THAN, operator, left, right);
      default -> all(operator, left, right);
    };
  }

  private static SqlNode all(SqlOperator operator, List<SqlNode> left, List<SqlNode> right) {
    List<SqlNode> parts = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      parts.add(compared(operator, left.get(i), right.get(i)));
    }
    return joined(SqlStdOperatorTable.AND, parts);
  }

  /** The first values that differ decide; the last ones by the operator as written. */
  private static SqlNode ordered(
      SqlOperator strictly, SqlOperator last, List<SqlNode> left, List<SqlNode> right) {
    int end = left.size() - 1;
    SqlNode order = compared(last, left.get(end), right.get(end));
    for (int i = end - 1; i >= 0; i--) {
      SqlNode equal = compared(SqlStdOperatorTable.EQUALS, left.get(i), right.get(i));
      SqlNode decides = compared(strictly, left.get(i), right.get(i));
      order =
          joined(
              SqlStdOperatorTable.OR,
              List.of(decides, joined(SqlStdOperatorTable.AND, List.of(equal, order))));
    }
    return order;
  }

  private static SqlNode not(SqlNode node) {
    return SqlStdOperatorTable.NOT.createCall(node.getParserPosition(), node);
  }

  /** As a tree that is as flat as can be. */
  private static SqlNode joined(SqlOperator operator, List<SqlNode> nodes) {
    int count = nodes.size();
    return count == 1
        ? nodes.get(0)
        : operator.createCall(
            nodes.get(0).getParserPosition(),
            joined(operator, nodes.subList(0, count / 2)),
            joined(operator, nodes.subList(count / 2, count)));
  }
}
