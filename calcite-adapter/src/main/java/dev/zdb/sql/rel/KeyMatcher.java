package dev.zdb.sql.rel;

import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.rel.Restriction.Interval;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * How far the conditions on a table restrict one key: the values of its leading columns, then
 * possibly a range of the next.
 *
 * @param prefix for each leading column the values that it may have, at least one
 * @param ranges of the column behind the prefix; empty if there is none
 * @param used the conditions that the bounds stand for exactly
 */
public record KeyMatcher(List<List<RexNode>> prefix, List<Interval> ranges, Set<RexNode> used) {
  private static final int MOST_ALTERNATIVES = 2_000;
  private static final double EQUALITY = 0.02;
  private static final double CLOSED_RANGE = 0.1;
  private static final double OPEN_RANGE = 0.3;
  private static final double NOT_NULL = 0.9;

  static KeyMatcher match(List<KeyPart> parts, Map<Integer, List<Restriction>> restrictions) {
    List<List<RexNode>> prefix = new ArrayList<>();
    List<Interval> ranges = List.of();
    Set<RexNode> used = new LinkedHashSet<>();
    long alternatives = 1;
    for (KeyPart part : parts) {
      List<Restriction> ofColumn = restrictions.getOrDefault(part.column(), List.of());
      Restriction points = points(ofColumn);
      if (points == null || alternatives * points.intervals().size() > MOST_ALTERNATIVES) {
        ranges = ranges(ofColumn, MOST_ALTERNATIVES / alternatives, used);
        break;
      }
      alternatives *= points.intervals().size();
      List<RexNode> values = new ArrayList<>();
      points.intervals().forEach(point -> values.add(point.point()));
      prefix.add(values);
      if (points.isExact()) {
        used.add(points.condition());
      }
    }
    return new KeyMatcher(prefix, ranges, used);
  }

  /** The condition that leaves the column the fewest single values. */
  private static @Nullable Restriction points(List<Restriction> restrictions) {
    Restriction best = null;
    for (Restriction each : restrictions) {
      boolean allPoints = each.intervals().stream().allMatch(Interval::isPoint);
      if (allPoints && (best == null || each.intervals().size() < best.intervals().size())) {
        best = each;
      }
    }
    return best;
  }

  /** A list of ranges from one condition, or one lower and one upper bound from several. */
  private static List<Interval> ranges(List<Restriction> all, long most, Set<RexNode> used) {
    List<Restriction> notNull = all.stream().filter(KeyMatcher::isNotNull).toList();
    List<Restriction> restrictions =
        all.stream()
            .filter(each -> each.intervals().stream().noneMatch(Interval::isOfNulls))
            .filter(each -> !notNull.contains(each))
            .toList();
    notNull.stream().filter(Restriction::isExact).forEach(each -> used.add(each.condition()));
    for (Restriction each : restrictions) {
      if (each.intervals().size() > 1 && each.intervals().size() <= most) {
        if (each.isExact()) {
          used.add(each.condition());
        }
        return each.intervals();
      }
    }
    Interval both = Interval.ALL;
    for (Restriction each : restrictions) {
      if (each.intervals().size() == 1) {
        Interval narrower = both.and(each.intervals().get(0));
        if (narrower != null) {
          both = narrower;
          if (each.isExact()) {
            used.add(each.condition());
          }
        }
      }
    }
    if (both.isAll()) {
      return notNull.isEmpty() ? List.of() : notNull.get(0).intervals();
    }
    return List.of(both);
  }

  private static boolean isNotNull(Restriction restriction) {
    List<Interval> intervals = restriction.intervals();
    return intervals.size() == 1 && intervals.get(0).isNotNull();
  }

  /** Whether each leading column has just one value. */
  boolean isSinglePrefix() {
    return prefix.stream().allMatch(values -> values.size() == 1);
  }

  boolean isEmpty() {
    return prefix.isEmpty() && ranges.isEmpty();
  }

  private boolean findsNulls() {
    return prefix.stream().flatMap(List::stream).anyMatch(RexLiteral::isNullLiteral);
  }

  /** The share of the key's entries that is visited, as far as one can guess. */
  double selectivity(boolean isUnique, int parts, double rows) {
    double alternatives = 1;
    double share = 1;
    for (List<RexNode> values : prefix) {
      alternatives *= values.size();
      share *= EQUALITY;
    }
    if (isUnique && prefix.size() == parts && !findsNulls()) {
      return Math.min(1, alternatives / rows);
    }
    if (!ranges.isEmpty()) {
      boolean isClosed =
          ranges.stream().allMatch(each -> each.low() != null && each.high() != null);
      boolean isNotNull = ranges.get(0).isNotNull();
      share *= isClosed ? CLOSED_RANGE : isNotNull ? NOT_NULL : OPEN_RANGE;
    }
    return Math.min(1, share * alternatives);
  }
}
