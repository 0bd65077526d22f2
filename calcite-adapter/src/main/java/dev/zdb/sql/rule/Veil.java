package dev.zdb.sql.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.ConditionalCorrelate;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.util.NlsString;

/**
 * Hides strings with characters above U+FFFF while a query is rewritten, each behind a parameter
 * that no user has. Calcite orders strings by their UTF-16 units, where those characters stand
 * below U+E000, and would take ranges with such an end for empty, or join them, that are not; among
 * all other strings its order is ours.
 */
final class Veil {
  private static final int FIRST = 1 << 30;

  private final List<RexLiteral> hidden = new ArrayList<>();

  /** The query with its strings hidden. */
  RelNode over(RelNode query) {
    return replaced(
        query,
        new Replacement() {
          @Override
          public RexNode visitLiteral(RexLiteral literal) {
            if (!isToBeHidden(literal)) {
              return literal;
            }
            hidden.add(literal);
            return new RexDynamicParam(literal.getType(), FIRST + hidden.size() - 1);
          }
        });
  }

  /** The rewritten query with its strings again. */
  RelNode lifted(RelNode rewritten) {
    return hidden.isEmpty()
        ? rewritten
        : replaced(
            rewritten,
            new Replacement() {
              @Override
              public RexNode visitDynamicParam(RexDynamicParam parameter) {
                int index = parameter.getIndex();
                return index < FIRST ? parameter : hidden.get(index - FIRST);
              }
            });
  }

  private static boolean isToBeHidden(RexLiteral literal) {
    return literal.getValue() instanceof NlsString string
        && string.getValue().chars().anyMatch(unit -> Character.isSurrogate((char) unit));
  }

  /** A change of expressions, those of sub-queries too. */
  private abstract static class Replacement extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
      RexNode visited = super.visitSubQuery(subquery);
      return visited instanceof RexSubQuery changed
          ? changed.clone(replaced(changed.rel, this))
          : visited;
    }
  }

  private static RelNode replaced(RelNode query, Replacement replacement) {
    return query.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode rel) {
            RelNode visited = super.visit(rel).accept(replacement);
            return visited instanceof ConditionalCorrelate correlate
                ? replaced(correlate, replacement)
                : visited;
          }
        });
  }

  /** Its condition, which it does not show to those who ask for its expressions. */
  private static RelNode replaced(ConditionalCorrelate correlate, Replacement replacement) {
    return correlate.copy(
        correlate.getTraitSet(),
        correlate.getLeft(),
        correlate.getRight(),
        correlate.getCorrelationId(),
        correlate.getRequiredColumns(),
        correlate.getJoinType(),
        correlate.getCondition().accept(replacement));
  }
}
