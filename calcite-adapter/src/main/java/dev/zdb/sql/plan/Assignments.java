package dev.zdb.sql.plan;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.parse.StatementParser;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.validate.TextValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * How values come into columns. A parameter takes the column's type, a literal string is read as
 * one, other values are converted where nothing but precision can be lost. Lengths are for those to
 * check who store the row: what is too long is an error there, not cut here.
 */
final class Assignments {
  private final StatementParser parser;

  Assignments(StatementParser parser) {
    this.parser = parser;
  }

  /** The value as written, made one that the column takes. */
  SqlNode value(SqlNode written, ColumnDef column) {
    if (written.getKind() == SqlKind.DEFAULT) {
      String defaultSql = column.defaultSql();
      return defaultSql == null || column.identity() != Identity.NONE
          ? cast(SqlLiteral.createNull(written.getParserPosition()), column.type())
          : value(parser.parseExpression(defaultSql), column);
    }
    if (column.identity() == Identity.ALWAYS) {
      throw Translation.problem(
          written,
          SqlErrorCode.GENERATED_ALWAYS,
          "column %s is GENERATED ALWAYS and takes no value but DEFAULT",
          column.name());
    }
    TextValues.requireStorable(written, column.type());
    boolean isNull = written instanceof SqlLiteral literal && literal.getValue() == null;
    boolean takesType =
        written instanceof SqlDynamicParam
            || isNull
            || (TextValues.isText(written) && !column.type().kind().isCharacter());
    return takesType ? cast(written, column.type()) : written;
  }

  private SqlNode cast(SqlNode value, SqlType type) {
    SqlCall pattern = (SqlCall) parser.parseExpression("CAST(NULL AS " + withoutLength(type) + ")");
    return SqlStdOperatorTable.CAST.createCall(
        value.getParserPosition(), value, pattern.operand(1));
  }

  private static SqlType withoutLength(SqlType type) {
    return type.kind().isCharacter()
        ? SqlType.VARCHAR
        : type.kind().isBinary() ? SqlType.VARBINARY : type;
  }

  /** Converts a value, as written, to the column's own type. */
  static RexNode converted(
      RexNode value, SqlNode written, ColumnDef column, RexBuilder rexBuilder) {
    SqlType from = SqlTypes.of(value.getType());
    SqlType to = column.type();
    try {
      requireAssignable(from, to);
    } catch (SqlProblem e) {
      throw Translation.problem(
          written, e.code(), "column %s: %s", column.name(), String.valueOf(e.getMessage()));
    }
    if (from.equals(to)
        || (from.kind().isCharacter() && to.kind() == TypeKind.VARCHAR)
        || (from.kind().isBinary() && to.kind() == TypeKind.VARBINARY)) {
      return value;
    }
    SqlType uncut =
        to.kind() == TypeKind.CHAR
            ? SqlType.of(TypeKind.CHAR, Integer.MAX_VALUE)
            : to.kind() == TypeKind.VARCHAR ? SqlType.VARCHAR : to;
    if (to.kind() == TypeKind.BINARY && from.precision() > to.precision()) {
      return value;
    }
    RelDataType type = SqlTypes.toCalcite(rexBuilder.getTypeFactory(), uncut, Nullability.NULLABLE);
    return rexBuilder.makeAbstractCast(type, value, /* safe= */ false);
  }

  /** Fails unless values of one type go into columns of the other unasked. */
  static void requireAssignable(SqlType from, SqlType to) {
    TypeKind kind = from.kind();
    boolean isAssignable =
        kind == TypeKind.NULL
            || kind == to.kind()
            || (kind.isNumeric() && to.kind().isNumeric())
            || (kind.isBinary() && to.kind().isBinary())
            || (to.kind().isCharacter() && !kind.isBinary())
            || (kind == TypeKind.DATE && to.kind() == TypeKind.TIMESTAMP)
            || (kind == TypeKind.TIMESTAMP && to.kind() == TypeKind.DATE)
            || (kind == TypeKind.TIMESTAMP && to.kind() == TypeKind.TIME);
    if (!isAssignable) {
      throw SqlProblem.of(
          SqlErrorCode.TYPE_MISMATCH, "a value of type %s does not go into type %s", from, to);
    }
  }
}
