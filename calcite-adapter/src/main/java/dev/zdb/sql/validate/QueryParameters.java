package dev.zdb.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that stand alone in what a query selects, as in {@code k IN (SELECT ?)}, {@code SELECT
 * k FROM t UNION SELECT ?} and {@code VALUES (1), (?)}: they are of the types that their columns
 * have elsewhere.
 */
final class QueryParameters {
  /** Asks for the type of an expression or the row type of a query. */
  interface Types {
    RelDataType of(SqlNode node);
  }

  private QueryParameters() {}

  /** Whether a query selects a parameter as it is, in one of its branches, as its text shows. */
  static boolean areSelectedBy(SqlNode query) {
    if (query instanceof SqlOrderBy ordered) {
      return areSelectedBy(ordered.query);
    }
    if (query instanceof SqlSelect select) {
      SqlNodeList selected = select.getSelectList();
      return selected != null && haveParameter(selected);
    }
    if (query.getKind() == SqlKind.VALUES) {
      return rows((SqlCall) query).stream().anyMatch(QueryParameters::haveParameter);
    }
    return (isOfBranches(query) || query.getKind() == SqlKind.SCALAR_QUERY)
        && ((SqlCall) query).getOperandList().stream().anyMatch(QueryParameters::areSelectedBy);
  }

  private static boolean haveParameter(List<SqlNode> selected) {
    return selected.stream().anyMatch(SqlDynamicParam.class::isInstance);
  }

  /**
   * The row type of a set operation or of VALUES of which some branches select parameters: that of
   * the first branch that selects none; null if there is none.
   */
  static @Nullable RelDataType ofBranches(SqlNode query, Types types, RelDataTypeFactory factory) {
    if (!isOfBranches(query) || !areSelectedBy(query)) {
      return null;
    }
    for (SqlNode branch : ((SqlCall) query).getOperandList()) {
      RelDataType row = areSelectedBy(branch) ? null : types.of(branch);
      if (row != null && row.getFieldList().stream().noneMatch(QueryParameters::isOfNulls)) {
        return nullable(row, factory);
      }
    }
    return null;
  }

  /** The type of a row of VALUES, by the first value in each column that shows one. */
  static @Nullable RelDataType ofValues(SqlCall values, Types types, RelDataTypeFactory factory) {
    List<List<SqlNode>> rows = rows(values);
    List<RelDataType> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows.get(0).size(); i++) {
      int column = i;
      SqlNode shown =
          rows.stream()
              .filter(row -> row.size() > column && showsType(row.get(column)))
              .map(row -> row.get(column))
              .findFirst()
              .orElse(null);
      if (shown == null) {
        return null;
      }
      columns.add(types.of(shown));
      names.add("C" + i);
    }
    return nullable(factory.createStructType(columns, names), factory);
  }

  /** The row type that a value, or a row of them, gives the query that it is compared with. */
  static RelDataType ofValue(RelDataType value, RelDataTypeFactory factory) {
    RelDataType row =
        value.isStruct() ? value : factory.createStructType(List.of(value), List.of("C0"));
    return nullable(row, factory);
  }

  /** A row of such values or NULLs. */
  private static RelDataType nullable(RelDataType row, RelDataTypeFactory factory) {
    return factory.createStructType(
        row.getFieldList().stream()
            .map(field -> factory.createTypeWithNullability(field.getType(), true))
            .toList(),
        row.getFieldNames());
  }

  private static boolean isOfNulls(RelDataTypeField field) {
    return field.getType().getSqlTypeName() == SqlTypeName.NULL;
  }

  private static boolean showsType(SqlNode node) {
    return !(node instanceof SqlDynamicParam)
        && !SqlUtil.isNullLiteral(node, /* allowCast= */ false);
  }

  private static boolean isOfBranches(SqlNode query) {
    return switch (query.getKind()) {
      case UNION, INTERSECT, EXCEPT -> true;
      default -> false;
    };
  }

  private static List<List<SqlNode>> rows(SqlCall values) {
    List<List<SqlNode>> rows = new ArrayList<>();
    for (SqlNode row : values.getOperandList()) {
      rows.add(row instanceof SqlCall call ? call.getOperandList() : List.of());
    }
    return rows;
  }
}
