package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Finds what the grammar takes and nothing can run, so that it is refused by name and place. */
final class Refusals extends SqlBasicVisitor<@Nullable Void> {
  private static final Set<String> OPERATORS =
      Set.of(
          "ARRAY",
          "CURSOR",
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
          "SIMILAR TO",
          "UNNEST");

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
      throw refused(call, "WITH RECURSIVE");
    }
    if (call.getKind() == SqlKind.OVER) {
      throw refused(call, "a window function");
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    boolean isKnownOnly =
        switch (call.getKind()) {
          case TABLESAMPLE, MATCH_RECOGNIZE, PIVOT, UNPIVOT, SNAPSHOT, UNNEST -> true;
          default -> OPERATORS.contains(name);
        };
    if (isKnownOnly) {
      throw refused(call, name);
    }
    return super.visit(call);
  }

  private static SqlProblem refused(SqlCall call, String what) {
    return ZdbValidator.at(
        SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "%s is not supported yet", what), call);
  }
}
