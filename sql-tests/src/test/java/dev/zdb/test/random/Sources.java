package dev.zdb.test.random;

import dev.zdb.test.random.Relation.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what stands behind FROM: tables, queries, and joins of them. */
final class Sources {
  private final Choices choices;
  private final List<Relation> tables;
  private final Terms terms;
  private final Queries queries;
  private final Effort effort;
  private int names;

  Sources(Choices choices, List<Relation> tables, Terms terms, Queries queries, Effort effort) {
    this.choices = choices;
    this.tables = tables;
    this.terms = terms;
    this.queries = queries;
    this.effort = effort;
  }

  Relation from(@Nullable Scope outer, int depth) {
    Relation result = source(outer, depth);
    for (int i = choices.weighted(4, 3, 1); i > 0; i--) {
      result =
          choices.oneIn(12) && depth > 0
              ? lateral(result, outer, depth)
              : joined(result, source(outer, depth), outer, depth);
    }
    return result;
  }

  private Relation source(@Nullable Scope outer, int depth) {
    if (depth > 0 && choices.oneIn(6)) {
      return named("(%s)", queries.derived(outer, depth - 1));
    }
    return choices.oneIn(15) ? constants() : named("%s", choices.from(tables));
  }

  private Relation named(String form, Relation relation) {
    String name = "t" + ++names;
    List<Column> columns =
        relation.columns().stream()
            .map(column -> new Column(name + "." + column.sql(), column.kind()))
            .toList();
    return new Relation(
        form.replace("%s", relation.sql()) + " AS " + name, columns, relation.body());
  }

  private Relation constants() {
    List<List<Term>> lines = new ArrayList<>();
    for (int i = choices.below(3); i >= 0; i--) {
      lines.add(List.of(terms.constant(Kind.NUMBER), terms.constant(Kind.TEXT)));
    }
    String name = "t" + ++names;
    return new Relation(
        lines.stream()
            .map(line -> "(" + Queries.commaSeparated(line) + ")")
            .collect(Collectors.joining(", ", "(VALUES ", ") AS " + name + " (x, y)")),
        List.of(new Column(name + ".x", Kind.NUMBER), new Column(name + ".y", Kind.TEXT)),
        outer ->
            lines.stream()
                .map(line -> Queries.values(line, new Row(new Object[0], outer)))
                .toList());
  }

  private Relation joined(Relation left, Relation right, @Nullable Scope outer, int depth) {
    List<Column> columns = joined(left.columns(), right.columns());
    int word = choices.weighted(4, 3, 3, 1, 1);
    if (word == 0) {
      return new Relation(
          left.sql() + " CROSS JOIN " + right.sql(),
          columns,
          around -> crossed(left.rows(around), right.rows(around)));
    }
    Term condition = terms.truth(Scope.of(columns, outer), depth - 1);
    String join = List.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ").get(word - 1);
    return new Relation(
        left.sql() + join + right.sql() + " ON " + condition.sql(),
        columns,
        around ->
            joined(
                new Sides(left.rows(around), right.rows(around)),
                row -> Logic.isTrue(condition.value(new Row(row, around))),
                new Arity(left.columns().size(), right.columns().size()),
                word));
  }

  private record Sides(List<@Nullable Object[]> left, List<@Nullable Object[]> right) {}

  private record Arity(int left, int right) {}

  private interface Condition {
    boolean isTrue(@Nullable Object[] row);
  }

  private List<@Nullable Object[]> joined(Sides sides, Condition condition, Arity arity, int word) {
    boolean keepsLeft = word == 2 || word == 4;
    boolean keepsRight = word == 3 || word == 4;
    List<@Nullable Object[]> result = new ArrayList<>();
    boolean[] isMatched = new boolean[sides.right().size()];
    for (@Nullable Object[] left : sides.left()) {
      boolean isFound = false;
      for (int i = 0; i < isMatched.length; i++) {
        @Nullable Object[] row = both(left, sides.right().get(i));
        if (condition.isTrue(row)) {
          result.add(row);
          isFound = true;
          isMatched[i] = true;
        }
      }
      if (keepsLeft && !isFound) {
        result.add(both(left, new Object[arity.right()]));
      }
    }
    for (int i = 0; keepsRight && i < isMatched.length; i++) {
      if (!isMatched[i]) {
        result.add(both(new Object[arity.left()], sides.right().get(i)));
      }
    }
    return result;
  }

  private List<@Nullable Object[]> crossed(
      List<@Nullable Object[]> left, List<@Nullable Object[]> right) {
    List<@Nullable Object[]> result = new ArrayList<>();
    for (@Nullable Object[] a : left) {
      for (@Nullable Object[] b : right) {
        result.add(both(a, b));
      }
    }
    return result;
  }

  /** The right side looks out to the left one's rows. */
  private Relation lateral(Relation left, @Nullable Scope outer, int depth) {
    Scope scope = Scope.of(left.columns(), outer);
    Relation right = named("LATERAL (%s)", queries.derived(scope, depth - 1));
    boolean keepsLeft = choices.oneIn(3);
    return new Relation(
        left.sql()
            + (keepsLeft ? " LEFT JOIN " : " CROSS JOIN ")
            + right.sql()
            + (keepsLeft ? " ON TRUE" : ""),
        joined(left.columns(), right.columns()),
        around -> {
          List<@Nullable Object[]> result = new ArrayList<>();
          for (@Nullable Object[] row : left.rows(around)) {
            List<@Nullable Object[]> found = right.rows(new Row(row, around));
            found.forEach(each -> result.add(both(row, each)));
            if (keepsLeft && found.isEmpty()) {
              result.add(both(row, new Object[right.columns().size()]));
            }
          }
          return result;
        });
  }

  private static List<Column> joined(List<Column> left, List<Column> right) {
    List<Column> columns = new ArrayList<>(left);
    columns.addAll(right);
    return columns;
  }

  private @Nullable Object[] both(@Nullable Object[] left, @Nullable Object[] right) {
    effort.spend();
    @Nullable Object[] row = new Object[left.length + right.length];
    System.arraycopy(left, 0, row, 0, left.length);
    System.arraycopy(right, 0, row, left.length, right.length);
    return row;
  }
}
