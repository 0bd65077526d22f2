package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.type.ZdbConformance;
import java.util.List;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's validator with our conformance and coercion, and with types for the parameters of which
 * a statement says nothing.
 */
public final class ZdbValidator extends SqlValidatorImpl {
  private final Runnable stopCheck;

  /**
   * A validator of one statement.
   *
   * @param stopCheck asked with each expression; what it throws ends the validation
   */
  public ZdbValidator(
      SqlOperatorTable operators, Prepare.CatalogReader catalog, Runnable stopCheck) {
    super(operators, catalog, catalog.getTypeFactory(), ours());
    this.stopCheck = stopCheck;
  }

  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
    stopCheck.run();
    return super.deriveType(scope, node);
  }

  private static Config ours() {
    return Config.DEFAULT
        .withConformance(ZdbConformance.INSTANCE)
        .withIdentifierExpansion(true)
        .withTypeCoercionFactory(ZdbTypeCoercion::new);
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    RelDataType type = inferredType;
    if (node instanceof SqlDynamicParam && type.equals(unknownType)) {
      type = typeFactory.createSqlType(SqlTypeName.VARCHAR);
    }
    if (node instanceof SqlCall call && type.equals(unknownType)) {
      type = typeOfSibling(scope, call);
    }
    super.inferUnknownTypes(type, scope, node);
  }

  /** Reads moments by the proleptic calendar; Calcite's own knows no days in October 1582. */
  @Override
  public SqlLiteral resolveLiteral(SqlLiteral literal) {
    return literal instanceof SqlUnknownLiteral unread && Moments.isOne(unread)
        ? Moments.read(unread)
        : super.resolveLiteral(literal);
  }

  @Override
  public RelDataType getValidatedNodeType(SqlNode node) {
    if (node instanceof SqlIdentifier name && getValidatedNodeTypeIfKnown(node) == null) {
      throw at(SqlProblem.of(SqlErrorCode.UNDEFINED_OBJECT, "there is no type %s", name), node);
    }
    return super.getValidatedNodeType(node);
  }

  @Override
  public SqlNode validate(SqlNode statement) {
    statement.accept(new Refusals());
    return super.validate(statement);
  }

  /** The order of STRING_AGG(text, separator ORDER BY key) is said as that of LISTAGG is. */
  @Override
  protected @Nullable SqlNode performUnconditionalRewrites(
      @Nullable SqlNode node, boolean underFrom) {
    SqlNode rewritten = super.performUnconditionalRewrites(node, underFrom);
    if (rewritten instanceof SqlCall call
        && call.getOperator().getName().equals("STRING_AGG")
        && call.operandCount() > 0
        && call.operand(call.operandCount() - 1) instanceof SqlNodeList order) {
      List<SqlNode> arguments = call.getOperandList().subList(0, call.operandCount() - 1);
      SqlNode bare =
          call.getOperator()
              .createCall(call.getFunctionQuantifier(), call.getParserPosition(), arguments);
      return SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(), bare, order);
    }
    return rewritten;
  }

  static SqlProblem at(SqlProblem problem, SqlNode node) {
    SqlParserPos place = node.getParserPosition();
    return problem.at(place.getLineNum(), place.getColumnNum());
  }

  /** The type of the first known operand of a call whose operands are all of one type. */
  private RelDataType typeOfSibling(SqlValidatorScope scope, SqlCall call) {
    if (call.getKind() == SqlKind.COALESCE || call.getKind() == SqlKind.NULLIF) {
      for (SqlNode operand : call.getOperandList()) {
        if (!(operand instanceof SqlDynamicParam)) {
          return deriveType(scope, operand);
        }
      }
    }
    return unknownType;
  }
}
