package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.rex.ZdbOperatorTable;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses aggregate functions in clauses that speak of single rows and that Calcite passes over.
 */
final class MisplacedAggregates extends SqlBasicVisitor<@Nullable Void> {
  /** Where the visitor is; null outside of such clauses. */
  private final @Nullable String clause;

  private MisplacedAggregates(@Nullable String clause) {
    this.clause = clause;
  }

  /** Refuses them in each VALUES of a statement. */
  static void refuseInValues(SqlNode statement) {
    statement.accept(new MisplacedAggregates(null));
  }

  /** Refuses them in an expression of a clause. */
  static void refuse(SqlNode expression, String clause) {
    expression.accept(new MisplacedAggregates(clause));
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.getKind() == SqlKind.VALUES) {
      call.getOperandList().forEach(row -> refuse(row, "VALUES"));
      return null;
    }
    if (clause == null) {
      return super.visit(call);
    }
    if (call.getKind() == SqlKind.OVER || call.isA(SqlKind.QUERY)) {
      return null;
    }
    if (ZdbOperatorTable.isAggregate(call.getOperator())) {
      throw Translation.problem(
          call, SqlErrorCode.GROUPING, "an aggregate function cannot stand in %s", clause);
    }
    return super.visit(call);
  }
}
