package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlType;
import java.util.List;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** What is said in other words, that Calcite validates, before and behind its own rewriting. */
final class Rewrites {
  private Rewrites() {}

  /**
   * What a node is for Calcite: a literal of UUID becomes a CAST, so that Calcite, whose order of
   * them is not ours, compares none, and so does -0.0e0, of which Calcite knows no literal.
   */
  static SqlNode before(SqlNode node) {
    if (node instanceof SqlUnknownLiteral literal && literal.tag.equalsIgnoreCase("UUID")) {
      SqlCall uuid = read(String.valueOf(literal.getValue()), SqlTypeName.UUID, literal);
      TextValues.requireComparable(uuid.operand(0), SqlType.UUID);
      return uuid;
    }
    if (isZero(node)) {
      return SqlLiteral.createApproxNumeric("0e0", node.getParserPosition());
    }
    if (node instanceof SqlSelect select) {
      select.setFrom(CommaJoins.bindLess(select.getFrom()));
    }
    return node instanceof SqlCall call ? ofCall(call) : node;
  }

  private static SqlNode ofCall(SqlCall call) {
    SqlNode ofDate = DateFunctions.standard(call);
    if (ofDate != null) {
      return ofDate;
    }
    if (call.getKind() == SqlKind.MINUS_PREFIX && isZero(call.operand(0))) {
      return read("-0.0", SqlTypeName.DOUBLE, call);
    }
    return isCoalesceOfParameters(call) ? inPairs(call) : call;
  }

  /** What it is once its operands are rewritten. */
  static SqlNode behind(SqlCall call) {
    if (isOrderedStringAgg(call)) {
      return withinGroup(call);
    }
    return RowComparisons.isOne(call) ? RowComparisons.byValues(call) : call;
  }

  private static boolean isOrderedStringAgg(SqlCall call) {
    return call.getOperator().getName().equals("STRING_AGG")
        && call.operandCount() > 0
        && call.operand(call.operandCount() - 1) instanceof SqlNodeList;
  }

  /** The order of STRING_AGG(text, separator ORDER BY key), said as that of LISTAGG is. */
  private static SqlNode withinGroup(SqlCall call) {
    int last = call.operandCount() - 1;
    List<SqlNode> arguments = call.getOperandList().subList(0, last);
    SqlParserPos at = call.getParserPosition();
    SqlNode bare = call.getOperator().createCall(call.getFunctionQuantifier(), at, arguments);
    return SqlStdOperatorTable.WITHIN_GROUP.createCall(at, bare, call.operand(last));
  }

  /** Whether it is the literal of an approximate zero, which the parser leaves unread. */
  private static boolean isZero(SqlNode node) {
    return node instanceof SqlUnknownLiteral literal && literal.tag.equals("DOUBLE");
  }

  /** A CAST of a text, in the place of a literal. */
  private static SqlCall read(String text, SqlTypeName name, SqlNode literal) {
    SqlParserPos at = literal.getParserPosition();
    SqlNode type = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(name, at), at);
    return SqlStdOperatorTable.CAST.createCall(at, SqlLiteral.createCharString(text, at), type);
  }

  private static boolean isCoalesceOfParameters(SqlCall call) {
    return call.getOperator().getName().equalsIgnoreCase("COALESCE")
        && call.operandCount() > 1
        && call.getOperandList().stream().anyMatch(SqlDynamicParam.class::isInstance);
  }

  /**
   * COALESCE by twos: as a CASE, Calcite would find two types for a parameter that stands twice.
   */
  private static SqlNode inPairs(SqlCall coalesce) {
    SqlNode pair = coalesce.operand(0);
    for (SqlNode next : coalesce.getOperandList().subList(1, coalesce.operandCount())) {
      pair = SqlLibraryOperators.IFNULL.createCall(coalesce.getParserPosition(), pair, next);
    }
    return pair;
  }
}
