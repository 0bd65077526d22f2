package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.type.SqlTypes;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the grammar takes and nothing can run yet, so that it is refused by name and place:
 * relational algebra knows no places.
 */
final class Refusals extends SqlBasicVisitor<@Nullable Void> {
  /** Validation takes time by the square of them; no table has as many. */
  private static final int MAX_COLUMNS = 2_000;

  private static final Pattern FINE_FRACTION = Pattern.compile("\\.\\d{3}\\d*[1-9]");

  private static final Map<SqlKind, String> KINDS =
      Map.ofEntries(
          Map.entry(SqlKind.OVER, "a window function"),
          Map.entry(SqlKind.CONVERT, "a change of character sets"),
          Map.entry(SqlKind.CONVERT_ORACLE, "CONVERT (CAST is)"),
          Map.entry(SqlKind.TRANSLATE, "a change of character sets"),
          Map.entry(SqlKind.TABLESAMPLE, "TABLESAMPLE"),
          Map.entry(SqlKind.MATCH_RECOGNIZE, "MATCH_RECOGNIZE"),
          Map.entry(SqlKind.PIVOT, "PIVOT"),
          Map.entry(SqlKind.UNPIVOT, "UNPIVOT"),
          Map.entry(SqlKind.UNNEST, "UNNEST"),
          Map.entry(SqlKind.SNAPSHOT, "FOR SYSTEM_TIME"),
          Map.entry(SqlKind.COLLECTION_TABLE, "TABLE(function)"),
          Map.entry(SqlKind.EXTEND, "EXTEND"),
          Map.entry(SqlKind.NEXT_VALUE, "NEXT VALUE"),
          Map.entry(SqlKind.CURRENT_VALUE, "CURRENT VALUE"));

  private static final Set<String> OPERATORS =
      Set.of(
          "ARRAY",
          "CURSOR",
          "IS JSON ARRAY",
          "IS JSON OBJECT",
          "IS JSON SCALAR",
          "IS JSON VALUE",
          "IS NOT JSON ARRAY",
          "IS NOT JSON OBJECT",
          "IS NOT JSON SCALAR",
          "IS NOT JSON VALUE",
          "MAP",
          "MULTISET",
          "JSON_ARRAY",
          "JSON_ARRAYAGG",
          "JSON_EXISTS",
          "JSON_OBJECT",
          "JSON_OBJECTAGG",
          "JSON_QUERY",
          "JSON_VALUE",
          "NOT SIMILAR TO",
          "PERCENTILE_CONT",
          "PERCENTILE_DISC",
          "SIMILAR TO");

  @Override
  public @Nullable Void visit(SqlCall call) {
    String refused = whatCannotRun(call);
    if (refused != null) {
      throw notSupported(refused, call);
    }
    requireOperands(call);
    if (call instanceof SqlSelect select) {
      requireFewColumns(select, select.getSelectList().size());
    }
    if (call instanceof SqlWith with) {
      requireOwnNames(with);
    }
    if (call instanceof SqlOrderBy query) {
      query.orderList.forEach(Refusals::requireKnown);
    }
    return super.visit(call);
  }

  static SqlProblem notSupported(String what, SqlNode where) {
    return ZdbValidator.at(
        SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "%s is not supported yet", what), where);
  }

  /** Refuses operands that Calcite's grammar takes, and of which it then makes nothing. */
  private static void requireOperands(SqlCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    boolean isOfQuery = call.getKind() == SqlKind.EXISTS || call.getKind() == SqlKind.UNIQUE;
    if (isOfQuery && !call.operand(0).isA(SqlKind.QUERY)) {
      throw ZdbValidator.at(SqlProblem.of(SqlErrorCode.SYNTAX, "%s needs a sub-query", name), call);
    }
    if (call.operandCount() == 0 && Set.of("COALESCE", "GREATEST", "LEAST").contains(name)) {
      throw ZdbValidator.at(
          SqlProblem.of(SqlErrorCode.UNDEFINED_FUNCTION, "%s needs an argument", name), call);
    }
    boolean hasStar =
        call.getOperandList().stream()
            .anyMatch(operand -> operand instanceof SqlIdentifier each && each.isStar());
    if (hasStar && call.getOperator() instanceof SqlFunction && !name.equals("COUNT")) {
      throw ZdbValidator.at(
          SqlProblem.of(SqlErrorCode.SYNTAX, "%s does not take an asterisk", name), call);
    }
  }

  private static void requireOwnNames(SqlWith with) {
    Set<String> names = new HashSet<>();
    for (SqlNode item : with.withList) {
      SqlIdentifier name = ((SqlWithItem) item).name;
      if (!names.add(name.getSimple())) {
        throw ZdbValidator.at(
            SqlProblem.of(SqlErrorCode.DUPLICATE_OBJECT, "two queries of WITH are called %s", name),
            name);
      }
    }
  }

  /** Refuses to order by a parameter, which would be one value for all rows. */
  private static void requireKnown(SqlNode item) {
    SqlNode key = item;
    while (key.getKind() == SqlKind.DESCENDING
        || key.getKind() == SqlKind.NULLS_FIRST
        || key.getKind() == SqlKind.NULLS_LAST) {
      key = ((SqlCall) key).operand(0);
    }
    if (key.getKind() == SqlKind.DYNAMIC_PARAM) {
      throw ZdbValidator.at(
          SqlProblem.of(
              SqlErrorCode.FEATURE_NOT_SUPPORTED, "a parameter in ORDER BY is not supported"),
          key);
    }
  }

  /** Refuses a SELECT of too many columns, as which those of its asterisks count. */
  static void requireFewColumns(SqlSelect select, int count) {
    if (count > MAX_COLUMNS) {
      throw ZdbValidator.at(
          SqlProblem.of(
              SqlErrorCode.LIMIT_EXCEEDED,
              "a SELECT has %d columns, the limit is %d",
              count,
              MAX_COLUMNS),
          select);
    }
  }

  /** Refuses types that are not ours, and lengths and numbers of digits that no type has. */
  @Override
  public @Nullable Void visit(SqlDataTypeSpec type) {
    requireOurs(type);
    if (type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
      SqlTypeName name = SqlTypeName.get(basic.getTypeName().getSimple());
      int size = basic.getPrecision();
      boolean isSized = name != null && size != RelDataType.PRECISION_NOT_SPECIFIED;
      if (isSized && SqlTypeName.STRING_TYPES.contains(name) && size < 1) {
        throw outOfRange(type, "the length of %s is at least 1", name);
      }
      if (isSized && name == SqlTypeName.DECIMAL) {
        requireDigits(type, size, basic.getScale());
      }
      boolean isTime = name == SqlTypeName.TIME || name == SqlTypeName.TIMESTAMP;
      if (isSized && isTime && size > SqlType.MAX_FRACTION_DIGITS) {
        throw outOfRange(
            type, "%s has at most %s digits of a second", name, SqlType.MAX_FRACTION_DIGITS);
      }
    }
    return null;
  }

  private static void requireOurs(SqlDataTypeSpec type) {
    SqlTypeName name = SqlTypeName.get(type.getTypeName().getSimple());
    if (name != null) {
      try {
        SqlTypes.requireOurs(name);
      } catch (SqlProblem e) {
        throw ZdbValidator.at(e, type);
      }
    }
  }

  /** Refuses a row of values that is selected as if it were one. */
  static void requireScalars(SqlNodeList items, RelDataType row) {
    for (RelDataTypeField field : row.getFieldList()) {
      if (field.getType().isStruct()) {
        int last = items.size() - 1;
        throw ZdbValidator.at(
            SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "a row as a value is not supported"),
            items.get(Math.min(field.getIndex(), last)));
      }
    }
  }

  /** Refuses fractions of a second that Calcite, which counts milliseconds, would drop. */
  @Override
  public @Nullable Void visit(SqlLiteral literal) {
    if (literal instanceof SqlIntervalLiteral interval
        && FINE_FRACTION.matcher(String.valueOf(interval.getValue())).find()) {
      throw ZdbValidator.at(
          SqlProblem.of(
              SqlErrorCode.FEATURE_NOT_SUPPORTED,
              "an INTERVAL finer than milliseconds is not supported yet"),
          literal);
    }
    return null;
  }

  private static void requireDigits(SqlDataTypeSpec type, int precision, int scale) {
    if (precision < 1 || precision > SqlType.MAX_DECIMAL_PRECISION) {
      throw outOfRange(
          type, "a DECIMAL has 1 to %s digits, not %s", SqlType.MAX_DECIMAL_PRECISION, precision);
    }
    if (scale != RelDataType.SCALE_NOT_SPECIFIED && (scale < 0 || scale > precision)) {
      throw outOfRange(
          type, "of a DECIMAL's %s digits 0 to %s stand behind the point", precision, precision);
    }
  }

  private static SqlProblem outOfRange(SqlNode where, String format, Object... facts) {
    return ZdbValidator.at(
        SqlProblem.of(SqlErrorCode.INVALID_PARAMETER_VALUE, format, facts), where);
  }

  private static @Nullable String whatCannotRun(SqlCall call) {
    if (call instanceof SqlJoin join
        && (join.getJoinType() == JoinType.ASOF || join.getJoinType() == JoinType.LEFT_ASOF)) {
      return "ASOF JOIN";
    }
    if (call instanceof SqlWithItem item && readsItself(item)) {
      return "WITH RECURSIVE";
    }
    boolean isDistinction =
        call.getKind() == SqlKind.IS_DISTINCT_FROM
            || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
    if (isDistinction && RowComparisons.isBesideQuery(call)) {
      return "IS DISTINCT FROM between a row and a sub-query";
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    return OPERATORS.contains(name) ? name : KINDS.get(call.getKind());
  }

  private static boolean readsItself(SqlWithItem item) {
    boolean[] found = {false};
    if (item.recursive.booleanValue()) {
      item.query.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
              found[0] |= name.isSimple() && name.getSimple().equals(item.name.getSimple());
              return null;
            }
          });
    }
    return found[0];
  }
}
