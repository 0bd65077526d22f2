package dev.zdb.sql.rel;

import dev.zdb.sql.rel.Restriction.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * What the conditions on a table say of each of its columns. An OR restricts the columns that all
 * of its alternatives restrict: {@code (a = 1 AND b = 2) OR (a = 3 AND b = 4)} says that {@code a}
 * is 1 or 3 and {@code b} is 2 or 4, though it says more.
 */
final class Restrictions {
  private final RexBuilder rexBuilder;

  private Restrictions(RexBuilder rexBuilder) {
    this.rexBuilder = rexBuilder;
  }

  /** The restrictions by column. */
  static Map<Integer, List<Restriction>> of(List<RexNode> conditions, RexBuilder rexBuilder) {
    Restrictions reader = new Restrictions(rexBuilder);
    Map<Integer, List<Restriction>> byColumn = new HashMap<>();
    for (RexNode condition : conditions) {
      for (Restriction each : reader.read(condition)) {
        byColumn.computeIfAbsent(each.column(), column -> new ArrayList<>()).add(each);
      }
    }
    return byColumn;
  }

  private List<Restriction> read(RexNode condition) {
    if (condition.isA(SqlKind.OR)) {
      return ofAlternatives(condition);
    }
    Restriction restriction = Restriction.of(condition, rexBuilder);
    return restriction == null ? List.of() : List.of(restriction);
  }

  private List<Restriction> ofAlternatives(RexNode condition) {
    List<Map<Integer, Restriction>> alternatives =
        RelOptUtil.disjunctions(condition).stream().map(this::ofAlternative).toList();
    Set<Integer> columns = new LinkedHashSet<>(alternatives.get(0).keySet());
    alternatives.forEach(each -> columns.retainAll(each.keySet()));
    List<Restriction> restrictions = new ArrayList<>();
    for (int column : columns) {
      List<Restriction> said =
          alternatives.stream().flatMap(each -> Stream.ofNullable(each.get(column))).toList();
      List<Interval> intervals =
          said.stream().flatMap(each -> each.intervals().stream()).distinct().toList();
      boolean isExact = said.stream().allMatch(Restriction::isExact);
      restrictions.add(new Restriction(column, condition, intervals, isExact));
    }
    return restrictions;
  }

  /** What one alternative says, by column; exactly only if it speaks of nothing else. */
  private Map<Integer, Restriction> ofAlternative(RexNode alternative) {
    List<RexNode> terms = RelOptUtil.conjunctions(alternative);
    Map<Integer, Restriction> byColumn = new LinkedHashMap<>();
    for (RexNode term : terms) {
      Restriction said = Restriction.of(term, rexBuilder);
      if (said != null) {
        boolean isExact = said.isExact() && terms.size() == 1;
        byColumn.putIfAbsent(
            said.column(), new Restriction(said.column(), term, said.intervals(), isExact));
      }
    }
    return byColumn;
  }
}
