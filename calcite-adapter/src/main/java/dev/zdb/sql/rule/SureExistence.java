package dev.zdb.sql.rule;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * EXISTS of a query that always has a row, such as an aggregate without GROUP BY, is true.
 * Calcite's decorrelator would forget the group that has no rows.
 */
final class SureExistence extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode rel) {
    RelNode over = super.visit(rel);
    return over.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subquery) {
            RexSubQuery within = subquery.clone(subquery.rel.accept(SureExistence.this));
            return isSure(within)
                ? over.getCluster().getRexBuilder().makeLiteral(true)
                : super.visitSubQuery(within);
          }
        });
  }

  private static boolean isSure(RexSubQuery subquery) {
    Double least = subquery.rel.getCluster().getMetadataQuery().getMinRowCount(subquery.rel);
    return subquery.isA(SqlKind.EXISTS) && least != null && least >= 1;
  }
}
