package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.DelegatingScope;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorScope.ResolvedImpl;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the queries around, where a query has aggregates. Shows each as a query of its
 * own, but what GROUP BY speaks of.
 */
final class OuterColumns extends SqlShuttle {
  private final SelectScope rows;

  /** Of expressions that stand in a query over those rows, with their names expanded. */
  OuterColumns(SelectScope rows) {
    this.rows = rows;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    return call.isA(SqlKind.QUERY) || isGrouped(call) ? call : super.visit(call);
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier name) {
    if (name.isSimple() || name.isStar() || isGrouped(name)) {
      return name;
    }
    return isOuter(name, rows)
        ? SqlStdOperatorTable.VALUES.createCall(
            name.getParserPosition(),
            SqlStdOperatorTable.ROW.createCall(name.getParserPosition(), name))
        : name;
  }

  private static boolean isOuter(SqlIdentifier name, SelectScope rows) {
    ResolvedImpl found = new ResolvedImpl();
    rows.resolve(
        name.skipLast(1).names,
        SqlNameMatchers.withCaseSensitive(/* caseSensitive= */ true),
        /* deep= */ false,
        found);
    return found.count() == 1 && found.only().scope != rows;
  }

  /**
   * Refuses an aggregate function of nothing but outer columns: it belongs to the query around, and
   * would be computed over the rows of this one.
   */
  static void requireOwn(SqlCall aggregate, SqlValidatorScope scope) {
    SelectScope rows = rowsOf(scope);
    if (rows == null) {
      return;
    }
    int[] count = {0, 0};
    aggregate.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            if (!name.isStar() && !name.names.isEmpty()) {
              count[isOuter(rows.fullyQualify(name).identifier, rows) ? 1 : 0]++;
            }
            return null;
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            count[0] += call.isA(SqlKind.QUERY) ? 1 : 0;
            return call.isA(SqlKind.QUERY) ? null : super.visit(call);
          }
        });
    if (count[0] == 0 && count[1] > 0) {
      throw ZdbValidator.at(
          SqlProblem.of(
              SqlErrorCode.FEATURE_NOT_SUPPORTED,
              "an aggregate function of an outer query's columns is not supported yet"),
          aggregate);
    }
  }

  private static @Nullable SelectScope rowsOf(SqlValidatorScope scope) {
    SqlValidatorScope rows = scope;
    while (rows instanceof DelegatingScope inner && !(rows instanceof SelectScope)) {
      rows = inner.getParent();
    }
    return rows instanceof SelectScope select ? select : null;
  }

  private boolean isGrouped(SqlNode expression) {
    SqlNodeList keys = rows.getNode().getGroup();
    if (keys == null) {
      return false;
    }
    boolean[] found = {false};
    keys.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            found[0] |= name.equalsDeep(expression, Litmus.IGNORE);
            return null;
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            found[0] |= call.equalsDeep(expression, Litmus.IGNORE);
            return found[0] ? null : super.visit(call);
          }
        });
    return found[0];
  }
}
