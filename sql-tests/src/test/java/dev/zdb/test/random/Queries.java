package dev.zdb.test.random;

import dev.zdb.test.random.Relation.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes queries over given tables, and computes their rows by the letter of the standard. */
final class Queries {
  private static final List<Kind> COMMON = List.of(Kind.NUMBER, Kind.NUMBER, Kind.TEXT, Kind.TRUTH);

  /** What is not offered yet; 42803 is the validator's word for outer columns beside aggregates. */
  private static final Set<String> REFUSALS = Set.of("0A000", "42803");

  private final Choices choices;
  private final List<Relation> tables;
  private final Terms terms;
  private final Sources sources;
  private final Groupings groupings;
  private boolean mayFail;

  Queries(Choices choices, List<Relation> tables, Effort effort) {
    this.choices = choices;
    this.tables = new ArrayList<>(tables);
    this.terms = new Terms(choices, this);
    this.sources = new Sources(choices, this.tables, terms, this, effort);
    this.groupings = new Groupings(choices, terms);
  }

  /** Whether a query may fail so: what it says is not offered, or a value may have more rows. */
  boolean allow(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return REFUSALS.contains(state) || (mayFail && state.equals("21000"));
  }

  /** A whole query. */
  Relation query() {
    String with = "";
    if (choices.oneIn(8)) {
      Relation named = query(kinds(), null, 1);
      List<Column> columns = named.columns();
      tables.add(new Relation("w", columns, around -> named.rows(null)));
      with = "WITH w AS (" + named.sql() + ") ";
    }
    Relation query = query(kinds(), null, 3);
    return new Relation(with + query.sql(), query.columns(), query.body());
  }

  Change change(SampleTables.Table table) {
    return Change.of(choices, terms, table);
  }

  /** What is to be asked in two ways. */
  Partitions partitions() {
    Relation from = sources.from(null, 2);
    Scope scope = Scope.of(from.columns(), null);
    Term condition = terms.truth(scope, 3);
    List<Term> items = new ArrayList<>();
    for (int i = choices.below(2); i >= 0; i--) {
      items.addAll(scope.own(choices.from(scope.columns()).kind()).subList(0, 1));
    }
    Relation query = query();
    if (choices.oneIn(3)) {
      query = Ordering.of(choices, query).bounded(choices);
    }
    return new Partitions(choices, from, condition, items, query);
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (int i = choices.below(3); i >= 0; i--) {
      kinds.add(choices.from(choices.below(3) < 2 ? COMMON : List.of(Kind.values())));
    }
    return kinds;
  }

  /** A query of any columns, in FROM. */
  Relation derived(@Nullable Scope outer, int depth) {
    Relation query = query(kinds(), outer, depth);
    return choices.oneIn(3) ? Ordering.of(choices, query).bounded(choices) : query;
  }

  private Relation query(List<Kind> kinds, @Nullable Scope outer, int depth) {
    if (depth > 0 && choices.oneIn(6)) {
      return combined(select(kinds, outer, depth - 1), query(kinds, outer, depth - 1));
    }
    return select(kinds, outer, depth);
  }

  private Relation combined(Relation left, Relation right) {
    String word =
        choices.from(
            List.of("UNION ALL", "UNION", "EXCEPT", "EXCEPT ALL", "INTERSECT", "INTERSECT ALL"));
    return new Relation(
        left.sql() + " " + word + " (" + right.sql() + ")",
        left.columns(),
        outer -> combined(word, left.rows(outer), right.rows(outer)));
  }

  private static List<@Nullable Object[]> combined(
      String word, List<@Nullable Object[]> left, List<@Nullable Object[]> right) {
    if (word.startsWith("UNION")) {
      List<@Nullable Object[]> all = new ArrayList<>(left);
      all.addAll(right);
      return word.equals("UNION") ? distinct(all) : all;
    }
    boolean isExcept = word.startsWith("EXCEPT");
    if (!word.endsWith("ALL")) {
      Set<List<@Nullable Object>> theirs = new HashSet<>();
      right.forEach(row -> theirs.add(Arrays.asList(row)));
      return distinct(left).stream()
          .filter(row -> theirs.contains(Arrays.asList(row)) != isExcept)
          .toList();
    }
    Map<List<@Nullable Object>, Integer> theirs = new HashMap<>();
    right.forEach(row -> theirs.merge(Arrays.asList(row), 1, Integer::sum));
    List<@Nullable Object[]> result = new ArrayList<>();
    for (@Nullable Object[] row : left) {
      boolean isPaired = theirs.merge(Arrays.asList(row), -1, Integer::sum) >= 0;
      if (isPaired != isExcept) {
        result.add(row);
      }
    }
    return result;
  }

  static List<@Nullable Object[]> distinct(List<@Nullable Object[]> rows) {
    Set<List<@Nullable Object>> seen = new HashSet<>();
    return rows.stream().filter(row -> seen.add(Arrays.asList(row))).toList();
  }

  private Relation select(List<Kind> kinds, @Nullable Scope outer, int depth) {
    Relation from = sources.from(outer, depth);
    Scope scope = Scope.of(from.columns(), outer);
    Term where = choices.weighted(1, 3) == 0 ? null : terms.truth(scope, depth);
    String tail = " FROM " + from.sql() + (where == null ? "" : " WHERE " + where.sql());
    Relation.Body rows =
        around ->
            from.rows(around).stream()
                .filter(row -> where == null || Logic.isTrue(where.value(new Row(row, around))))
                .toList();
    Relation filtered = new Relation(tail, from.columns(), rows);
    return choices.weighted(3, 1) == 0
        ? plain(kinds, filtered, scope, depth)
        : groupings.grouped(kinds, filtered, scope, depth);
  }

  private Relation plain(List<Kind> kinds, Relation filtered, Scope scope, int depth) {
    boolean isDistinct = choices.oneIn(5);
    List<Term> items = kinds.stream().map(kind -> terms.of(kind, scope, depth - 1)).toList();
    return new Relation(
        (isDistinct ? "SELECT DISTINCT " : "SELECT ") + list(items) + filtered.sql(),
        columns(kinds),
        around -> {
          List<@Nullable Object[]> rows =
              filtered.rows(around).stream()
                  .map(row -> values(items, new Row(row, around)))
                  .toList();
          return isDistinct ? distinct(rows) : rows;
        });
  }

  static String list(List<Term> items) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(items.get(i).sql()).append(" AS c").append(i);
    }
    return text.toString();
  }

  static List<Column> columns(List<Kind> kinds) {
    List<Column> columns = new ArrayList<>();
    for (Kind kind : kinds) {
      columns.add(new Column("c" + columns.size(), kind));
    }
    return columns;
  }

  static @Nullable Object[] values(List<Term> items, Row row) {
    @Nullable Object[] values = new Object[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = items.get(i).value(row);
    }
    return values;
  }

  /** A query in an expression. */
  Relation inner(List<Kind> kinds, Scope scope, int depth) {
    return query(kinds, scope, depth);
  }

  Term exists(Scope scope, int depth) {
    Relation inner = query(List.of(Kind.NUMBER), scope, depth);
    boolean isNegated = choices.below(2) == 1;
    return new Term(
        (isNegated ? "(NOT EXISTS (" : "(EXISTS (") + inner.sql() + "))",
        Kind.TRUTH,
        row -> inner.rows(row).isEmpty() == isNegated);
  }

  /** A query of one value: mostly of an aggregate, so that there is no second row. */
  Term scalar(Kind kind, Scope scope, int depth) {
    Relation inner;
    if (choices.oneIn(5)) {
      inner = query(List.of(kind), scope, depth);
      mayFail = true;
    } else {
      inner = single(kind, scope, depth);
    }
    return new Term(
        "(" + inner.sql() + ")",
        kind,
        row -> {
          List<@Nullable Object[]> rows = inner.rows(row);
          if (rows.size() > 1) {
            throw new Effort.Exceeded("more than one row");
          }
          return rows.isEmpty() ? null : rows.get(0)[0];
        });
  }

  private Relation single(Kind kind, Scope outer, int depth) {
    Relation from = sources.from(outer, depth);
    Scope scope = Scope.of(from.columns(), outer);
    Term where = terms.truth(scope, depth);
    return groupings.global(
        List.of(kind),
        new Relation(
            " FROM " + from.sql() + " WHERE " + where.sql(),
            from.columns(),
            around ->
                from.rows(around).stream()
                    .filter(row -> Logic.isTrue(where.value(new Row(row, around))))
                    .toList()),
        scope,
        depth);
  }

  static String commaSeparated(List<Term> items) {
    return items.stream().map(Term::sql).collect(Collectors.joining(", "));
  }
}
