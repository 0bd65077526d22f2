package dev.zdb.test.random;

import dev.zdb.test.random.Relation.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes queries with GROUP BY and aggregate functions. */
final class Groupings {
  private static final List<String> ENDS = List.of("MIN", "MAX");

  private final Choices choices;
  private final Terms terms;

  Groupings(Choices choices, Terms terms) {
    this.choices = choices;
    this.terms = terms;
  }

  /** An aggregate function over the rows of a group. */
  private record Aggregate(String sql, Kind kind, Function<List<Row>, @Nullable Object> meaning) {}

  Relation grouped(List<Kind> kinds, Relation filtered, Scope scope, int depth) {
    List<Term> keys = new ArrayList<>();
    for (int i = choices.below(3); i > 0; i--) {
      Term key = choices.from(scope.own(choices.from(scope.columns()).kind()));
      if (keys.stream().noneMatch(known -> known.sql().equals(key.sql()))) {
        keys.add(key);
      }
    }
    return keys.isEmpty()
        ? global(kinds, filtered, scope, depth)
        : grouped(keys, kinds, filtered, scope, depth);
  }

  /** All rows in one group, which is there even if they are not. */
  Relation global(List<Kind> kinds, Relation filtered, Scope scope, int depth) {
    return grouped(List.of(), kinds, filtered, scope, depth);
  }

  private Relation grouped(
      List<Term> keys, List<Kind> kinds, Relation filtered, Scope scope, int depth) {
    List<Aggregate> aggregates = new ArrayList<>();
    kinds.forEach(kind -> aggregates.add(aggregate(kind, scope)));
    aggregates.add(aggregate(Kind.NUMBER, scope));
    List<Column> columns = new ArrayList<>();
    keys.forEach(key -> columns.add(new Column(key.sql(), key.kind())));
    aggregates.forEach(each -> columns.add(new Column(each.sql(), each.kind())));
    Scope groups = new Scope(columns, keys.size(), scope.outer());
    List<Term> items = new ArrayList<>();
    kinds.forEach(kind -> items.add(terms.of(kind, groups, depth - 1)));
    if (keys.isEmpty()) {
      // Without keys and aggregates this would not be one group.
      items.set(0, groups.own(kinds.get(0)).get(0));
    }
    Term having = choices.oneIn(3) ? terms.truth(groups, depth - 1) : null;
    Sets sets = sets(keys);
    String list = Queries.list(items);
    String tail = sets.sql() + (having == null ? "" : " HAVING " + having.sql());
    return new Relation(
        "SELECT " + list + filtered.sql() + tail,
        Queries.columns(kinds),
        around -> {
          List<Row> rows = filtered.rows(around).stream().map(row -> new Row(row, around)).toList();
          List<@Nullable Object[]> result = new ArrayList<>();
          for (List<Term> kept : sets.sets()) {
            for (@Nullable Object[] values : groups(rows, keys, kept, aggregates)) {
              Row group = new Row(values, around);
              if (having == null || Logic.isTrue(having.value(group))) {
                result.add(Queries.values(items, group));
              }
            }
          }
          return result;
        });
  }

  /** By which of the keys is grouped, one set after another. */
  private record Sets(String sql, List<List<Term>> sets) {}

  private Sets sets(List<Term> keys) {
    if (keys.isEmpty()) {
      return new Sets("", List.of(keys));
    }
    String list = Queries.commaSeparated(keys);
    return switch (choices.weighted(12, 1, 1, 1)) {
      case 0 -> new Sets(" GROUP BY " + list, List.of(keys));
      case 1 -> new Sets(" GROUP BY ROLLUP (" + list + ")", rollup(keys));
      case 2 -> new Sets(" GROUP BY CUBE (" + list + ")", cube(keys));
      default -> {
        List<List<Term>> all = cube(keys);
        List<List<Term>> some = new ArrayList<>(List.of(all.remove(all.size() - 1)));
        for (int i = choices.below(3); i > 0 && !all.isEmpty(); i--) {
          some.add(all.remove(choices.below(all.size())));
        }
        String sets =
            some.stream()
                .map(set -> "(" + Queries.commaSeparated(set) + ")")
                .collect(Collectors.joining(", "));
        yield new Sets(" GROUP BY GROUPING SETS (" + sets + ")", some);
      }
    };
  }

  private static List<List<Term>> rollup(List<Term> keys) {
    List<List<Term>> sets = new ArrayList<>();
    for (int kept = keys.size(); kept >= 0; kept--) {
      sets.add(keys.subList(0, kept));
    }
    return sets;
  }

  private static List<List<Term>> cube(List<Term> keys) {
    List<List<Term>> sets = new ArrayList<>(List.of(List.of()));
    for (Term key : keys) {
      for (List<Term> set : List.copyOf(sets)) {
        List<Term> more = new ArrayList<>(set);
        more.add(key);
        sets.add(more);
      }
    }
    return sets;
  }

  /** Keys and aggregates of each group; a key that is not kept is null. */
  private static List<@Nullable Object[]> groups(
      List<Row> rows, List<Term> keys, List<Term> kept, List<Aggregate> aggregates) {
    Map<List<@Nullable Object>, List<Row>> groups = new LinkedHashMap<>();
    if (kept.isEmpty()) {
      groups.put(Arrays.asList(new Object[keys.size()]), new ArrayList<>());
    }
    for (Row row : rows) {
      List<@Nullable Object> key = new ArrayList<>();
      keys.forEach(each -> key.add(kept.contains(each) ? each.value(row) : null));
      groups.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
    }
    List<@Nullable Object[]> result = new ArrayList<>();
    groups.forEach(
        (key, group) -> {
          List<@Nullable Object> values = new ArrayList<>(key);
          aggregates.forEach(each -> values.add(each.meaning().apply(group)));
          result.add(values.toArray());
        });
    return result;
  }

  private Aggregate aggregate(Kind kind, Scope scope) {
    Scope own = Scope.of(scope.columns(), null);
    if (kind == Kind.TRUTH) {
      Aggregate number = aggregate(Kind.NUMBER, scope);
      return new Aggregate(
          "(" + number.sql() + " > 1)",
          kind,
          rows -> Logic.compare(">", number.meaning().apply(rows), 1L));
    }
    boolean isCount = kind == Kind.NUMBER && choices.below(2) == 0;
    Kind argument = isCount ? choices.from(List.of(Kind.values())) : kind;
    boolean isSummed = kind == Kind.NUMBER || kind == Kind.DECIMAL;
    String name = isCount ? "COUNT" : choices.from(isSummed ? List.of("SUM", "MIN", "MAX") : ENDS);
    if (name.equals("COUNT") && choices.oneIn(2)) {
      return filtered("COUNT(*)", kind, own, rows -> (long) rows.size());
    }
    Term term = terms.of(argument, own, 0);
    boolean isDistinct = choices.oneIn(5);
    return filtered(
        name + (isDistinct ? "(DISTINCT " : "(") + term.sql() + ")",
        kind,
        own,
        rows -> {
          List<Object> values =
              rows.stream()
                  .map(term::value)
                  .filter(Objects::nonNull)
                  .map(Object.class::cast)
                  .toList();
          Set<Object> distinct = new HashSet<>(values);
          return folded(name, isDistinct ? List.copyOf(distinct) : values);
        });
  }

  private static @Nullable Object folded(String name, List<Object> values) {
    if (name.equals("COUNT")) {
      return (long) values.size();
    }
    if (values.isEmpty()) {
      return null;
    }
    return switch (name) {
      case "SUM" -> values.stream().reduce(Groupings::sum).orElseThrow();
      case "MIN" -> values.stream().min(Kind::order).orElseThrow();
      default -> values.stream().max(Kind::order).orElseThrow();
    };
  }

  private static Object sum(Object a, Object b) {
    return a instanceof BigDecimal decimal
        ? decimal.add((BigDecimal) b)
        : (Object) ((Long) a + (Long) b);
  }

  private Aggregate filtered(
      String sql, Kind kind, Scope scope, Function<List<Row>, @Nullable Object> meaning) {
    if (!choices.oneIn(10)) {
      return new Aggregate(sql, kind, meaning);
    }
    Term condition = terms.truth(scope, 0);
    return new Aggregate(
        sql + " FILTER (WHERE " + condition.sql() + ")",
        kind,
        rows ->
            meaning.apply(
                rows.stream().filter(row -> Logic.isTrue(condition.value(row))).toList()));
  }
}
