package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.type.ZdbConformance;
import dev.zdb.sql.value.TemporalText;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.DateString;

/**
 * Calcite's validator with our conformance and coercion, and with types for the parameters of which
 * a statement says nothing.
 */
public final class ZdbValidator extends SqlValidatorImpl {
  public ZdbValidator(SqlOperatorTable operators, Prepare.CatalogReader catalog) {
    super(operators, catalog, catalog.getTypeFactory(), ours());
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

  /** Reads dates by the proleptic calendar; Calcite's own knows no days in October 1582. */
  @Override
  public SqlLiteral resolveLiteral(SqlLiteral literal) {
    if (literal instanceof SqlUnknownLiteral unread && unread.tag.equals("DATE")) {
      SqlParserPos place = literal.getParserPosition();
      try {
        long day = TemporalText.parseDate(unread.getValue());
        return SqlLiteral.createDate(new DateString(TemporalText.date(day)), place);
      } catch (SqlProblem e) {
        throw e.at(place.getLineNum(), place.getColumnNum());
      }
    }
    return super.resolveLiteral(literal);
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
