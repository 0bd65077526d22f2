package dev.zdb.sql.rule;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Refuses queries that Calcite converts wrongly (CALCITE-6104): a sub-query beside GROUP BY may
 * look out to a row that is not there any more.
 */
final class OuterRows {
  private OuterRows() {}

  /** Fails unless every sub-query looks out to the very rows that it stands beside. */
  static void requireSame(RelNode query) {
    query.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode rel) {
            rel.accept(new Check(rel));
            return super.visit(rel);
          }
        });
  }

  /** The sub-queries of one relational expression. */
  private static final class Check extends RexShuttle {
    private final RelNode rel;

    Check(RelNode rel) {
      this.rel = rel;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
      requireSame(subquery.rel);
      subquery.rel.accept(
          new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode inner) {
              inner.accept(new Variables());
              return super.visit(inner);
            }
          });
      return super.visitSubQuery(subquery);
    }

    /** The outer rows that expressions of a sub-query look out to. */
    private final class Variables extends RexShuttle {
      @Override
      public RexNode visitSubQuery(RexSubQuery nested) {
        RexShuttle same = this;
        nested.rel.accept(
            new RelHomogeneousShuttle() {
              @Override
              public RelNode visit(RelNode inner) {
                inner.accept(same);
                return super.visit(inner);
              }
            });
        return super.visitSubQuery(nested);
      }

      @Override
      public RexNode visitCorrelVariable(RexCorrelVariable variable) {
        boolean isOurs = rel.getVariablesSet().contains(variable.id);
        if (isOurs && rows().stream().noneMatch(row -> isSame(row, variable.getType()))) {
          throw SqlProblem.of(
              SqlErrorCode.FEATURE_NOT_SUPPORTED,
              "a sub-query that looks out to columns from before the outer query's GROUP BY is not"
                  + " supported yet");
        }
        return variable;
      }

      private List<RelDataType> rows() {
        List<RelDataType> rows = new ArrayList<>();
        rel.getInputs().forEach(input -> rows.add(input.getRowType()));
        if (rel.getInputs().size() > 1) {
          rows.add(rel.getRowType());
        }
        return rows;
      }
    }
  }

  private static boolean isSame(RelDataType a, RelDataType b) {
    return a.getFieldCount() == b.getFieldCount()
        && RelOptUtil.areRowTypesEqual(a, b, /* compareNames= */ false);
  }
}
