package dev.zdb.test.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes expressions. Their depth is how far they nest, sub-queries included. */
final class Terms {
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");
  private static final List<String> PATTERNS = List.of("a%", "%b", "_", "%", "a_", "ab", "%a%");

  private static final List<Kind> COMMON = List.of(Kind.NUMBER, Kind.TEXT);

  private final Choices choices;
  private final Queries queries;

  Terms(Choices choices, Queries queries) {
    this.choices = choices;
    this.queries = queries;
  }

  Term of(Kind kind, Scope scope, int depth) {
    return switch (kind) {
      case NUMBER -> number(scope, depth);
      case TRUTH -> truth(scope, depth);
      default -> other(kind, scope, depth);
    };
  }

  /** A constant, NULL at times. */
  Term constant(Kind kind) {
    if (choices.oneIn(12)) {
      return new Term("CAST(NULL AS " + kind.sql() + ")", kind, row -> null);
    }
    return constant(kind, choices.from(kind.samples()));
  }

  private static Term constant(Kind kind, String sample) {
    Object value = kind.value(sample);
    return new Term(kind.literal(sample), kind, row -> value);
  }

  /** A column, of the queries around at times; a constant where there is none. */
  Term column(Kind kind, Scope scope) {
    List<Term> own = scope.own(kind);
    List<Term> around = scope.around(kind);
    if (own.isEmpty() && around.isEmpty()) {
      return constant(kind);
    }
    boolean isOwn = around.isEmpty() || (!own.isEmpty() && choices.below(3) < 2);
    return choices.from(isOwn ? own : around);
  }

  private Term number(Scope scope, int depth) {
    if (depth <= 0) {
      return choices.weighted(1, 4) == 0 ? constant(Kind.NUMBER) : column(Kind.NUMBER, scope);
    }
    return switch (choices.weighted(2, 8, 3, 1, 1, 1, 2)) {
      case 0 -> constant(Kind.NUMBER);
      case 1 -> column(Kind.NUMBER, scope);
      case 2 -> arithmetic(scope, depth);
      case 3 -> chosen(Kind.NUMBER, scope, depth);
      case 4 -> coalesced(Kind.NUMBER, scope, depth);
      case 5 -> nullIf(Kind.NUMBER, scope, depth);
      default -> queries.scalar(Kind.NUMBER, scope, depth - 1);
    };
  }

  private Term other(Kind kind, Scope scope, int depth) {
    if (depth <= 0) {
      return choices.weighted(1, 4) == 0 ? constant(kind) : column(kind, scope);
    }
    return switch (choices.weighted(2, 8, 1, 1, 1, 2)) {
      case 0 -> constant(kind);
      case 1 -> column(kind, scope);
      case 2 -> chosen(kind, scope, depth);
      case 3 -> coalesced(kind, scope, depth);
      case 4 -> nullIf(kind, scope, depth);
      default -> queries.scalar(kind, scope, depth - 1);
    };
  }

  private Term arithmetic(Scope scope, int depth) {
    Term a = number(scope, depth - 1);
    Term b = number(scope, depth - 2);
    String operator = choices.from(List.of("+", "-", "*"));
    return new Term(
        "(" + a.sql() + " " + operator + " " + b.sql() + ")",
        Kind.NUMBER,
        row -> {
          Long x = (Long) a.value(row);
          Long y = (Long) b.value(row);
          if (x == null || y == null) {
            return null;
          }
          return operator.equals("+") ? x + y : operator.equals("-") ? x - y : x * y;
        });
  }

  private Term chosen(Kind kind, Scope scope, int depth) {
    Term condition = truth(scope, depth - 1);
    Term then = of(kind, scope, depth - 1);
    Term otherwise = of(kind, scope, depth - 1);
    return new Term(
        "CASE WHEN "
            + condition.sql()
            + " THEN "
            + then.sql()
            + " ELSE "
            + otherwise.sql()
            + " END",
        kind,
        row -> (Logic.isTrue(condition.value(row)) ? then : otherwise).value(row));
  }

  private Term coalesced(Kind kind, Scope scope, int depth) {
    Term a = of(kind, scope, depth - 1);
    Term b = of(kind, scope, depth - 1);
    return new Term(
        "COALESCE(" + a.sql() + ", " + b.sql() + ")",
        kind,
        row -> {
          Object value = a.value(row);
          return value == null ? b.value(row) : value;
        });
  }

  private Term nullIf(Kind kind, Scope scope, int depth) {
    Term a = of(kind, scope, depth - 1);
    Term b = of(kind, scope, depth - 1);
    return new Term(
        "NULLIF(" + a.sql() + ", " + b.sql() + ")",
        kind,
        row -> {
          Object value = a.value(row);
          return Logic.isTrue(Logic.compare("=", value, b.value(row))) ? null : value;
        });
  }

  /** A condition. */
  Term truth(Scope scope, int depth) {
    if (depth <= 0) {
      return choices.oneIn(4) ? column(Kind.TRUTH, scope) : restriction(scope);
    }
    return switch (choices.weighted(8, 4, 4, 2, 2, 1, 1, 1, 1, 2, 3, 2, 1)) {
      case 0 -> restriction(scope);
      case 1 -> joined("AND", scope, depth);
      case 2 -> joined("OR", scope, depth);
      case 3 -> negated(truth(scope, depth - 1));
      case 4 -> comparison(scope, depth);
      case 5 -> tested(scope, depth);
      case 6 -> distinct(scope, depth);
      case 7 -> between(scope, depth);
      case 8 -> like(scope, depth);
      case 9 -> nullTested(scope, depth);
      case 10 -> queries.exists(scope, depth - 1);
      case 11 -> in(scope, depth);
      default -> quantified(scope, depth);
    };
  }

  /** What an index can be asked for: columns against constants. */
  private Term restriction(Scope scope) {
    Kind kind = choices.from(scope.columns()).kind();
    Term column = column(kind, scope);
    return switch (choices.weighted(4, 2, 1, 2)) {
      case 0 -> compared(column, choices.from(COMPARISONS), parameter(kind));
      case 1 -> oneOf(column, List.of(constant(kind), constant(kind), constant(kind)));
      case 2 -> between(column, constant(kind), constant(kind));
      default -> compared(column, choices.from(COMPARISONS), column(kind, scope));
    };
  }

  /** A constant, given as a parameter at times. */
  private Term parameter(Kind kind) {
    Term constant = constant(kind);
    boolean isParameter =
        kind == Kind.NUMBER && !constant.sql().startsWith("CAST") && choices.oneIn(4);
    return isParameter
        ? new Term(Parameters.mark(constant.sql()), kind, constant.meaning())
        : constant;
  }

  private static Term compared(Term a, String operator, Term b) {
    return new Term(
        "(" + a.sql() + " " + operator + " " + b.sql() + ")",
        Kind.TRUTH,
        row -> Logic.compare(operator, a.value(row), b.value(row)));
  }

  private static Term oneOf(Term value, List<Term> list) {
    return new Term(
        "("
            + value.sql()
            + " IN "
            + list.stream().map(Term::sql).collect(Collectors.joining(", ", "(", "))")),
        Kind.TRUTH,
        row -> {
          Boolean found = false;
          for (Term each : list) {
            found = Logic.or(found, Logic.compare("=", value.value(row), each.value(row)));
          }
          return found;
        });
  }

  private static Term between(Term value, Term low, Term high) {
    return new Term(
        "(" + value.sql() + " BETWEEN " + low.sql() + " AND " + high.sql() + ")",
        Kind.TRUTH,
        row ->
            Logic.and(
                Logic.compare(">=", value.value(row), low.value(row)),
                Logic.compare("<=", value.value(row), high.value(row))));
  }

  private Term joined(String word, Scope scope, int depth) {
    Term a = truth(scope, depth - 1);
    Term b = truth(scope, depth - 1);
    return new Term(
        "(" + a.sql() + " " + word + " " + b.sql() + ")",
        Kind.TRUTH,
        row ->
            word.equals("AND")
                ? Logic.and(a.value(row), b.value(row))
                : Logic.or(a.value(row), b.value(row)));
  }

  private static Term negated(Term term) {
    return new Term("(NOT " + term.sql() + ")", Kind.TRUTH, row -> Logic.not(term.value(row)));
  }

  private Kind comparable() {
    return choices.from(choices.below(2) == 0 ? COMMON : List.of(Kind.values()));
  }

  private Term comparison(Scope scope, int depth) {
    Kind kind = comparable();
    return compared(
        of(kind, scope, depth - 1), choices.from(COMPARISONS), of(kind, scope, depth - 1));
  }

  private Term tested(Scope scope, int depth) {
    Term term = truth(scope, depth - 1);
    String test = choices.from(List.of("TRUE", "FALSE", "UNKNOWN"));
    boolean isPositive = choices.below(2) == 0;
    return new Term(
        "(" + term.sql() + (isPositive ? " IS " : " IS NOT ") + test + ")",
        Kind.TRUTH,
        row -> {
          Object value = term.value(row);
          String name = value == null ? "UNKNOWN" : Logic.isTrue(value) ? "TRUE" : "FALSE";
          return name.equals(test) == isPositive;
        });
  }

  private Term nullTested(Scope scope, int depth) {
    Term term = of(comparable(), scope, depth - 1);
    boolean isPositive = choices.below(2) == 0;
    return new Term(
        "(" + term.sql() + (isPositive ? " IS NULL)" : " IS NOT NULL)"),
        Kind.TRUTH,
        row -> (term.value(row) == null) == isPositive);
  }

  private Term distinct(Scope scope, int depth) {
    Kind kind = comparable();
    Term a = of(kind, scope, depth - 1);
    Term b = of(kind, scope, depth - 1);
    boolean isPositive = choices.below(2) == 0;
    return new Term(
        "("
            + a.sql()
            + (isPositive ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ")
            + b.sql()
            + ")",
        Kind.TRUTH,
        row -> {
          Object x = a.value(row);
          Object y = b.value(row);
          return (x == null ? y != null : !x.equals(y)) == isPositive;
        });
  }

  private Term between(Scope scope, int depth) {
    Kind kind = comparable();
    Term between =
        between(of(kind, scope, depth - 1), of(kind, scope, depth - 2), of(kind, scope, depth - 2));
    return choices.oneIn(3) ? negated(between) : between;
  }

  private Term like(Scope scope, int depth) {
    Term a = other(Kind.TEXT, scope, depth - 1);
    Term pattern = constant(Kind.TEXT, choices.from(PATTERNS));
    Term like =
        new Term(
            "(" + a.sql() + " LIKE " + pattern.sql() + ")",
            Kind.TRUTH,
            row -> Logic.like(a.value(row), pattern.value(row)));
    return choices.oneIn(3) ? negated(like) : like;
  }

  /** [NOT] IN of a sub-query, of one column or two. */
  private Term in(Scope scope, int depth) {
    List<Term> values = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    for (int i = choices.weighted(3, 1); i >= 0; i--) {
      kinds.add(comparable());
      values.add(of(kinds.get(kinds.size() - 1), scope, depth - 2));
    }
    Relation inner = queries.inner(kinds, scope, depth - 1);
    String left = values.stream().map(Term::sql).collect(Collectors.joining(", "));
    Term in =
        new Term(
            "(" + (values.size() == 1 ? left : "(" + left + ")") + " IN (" + inner.sql() + "))",
            Kind.TRUTH,
            row -> {
              List<@Nullable Object> ours = new ArrayList<>();
              values.forEach(value -> ours.add(value.value(row)));
              Boolean found = false;
              for (@Nullable Object[] theirs : inner.rows(row)) {
                found = Logic.or(found, Logic.equal(ours, theirs));
              }
              return found;
            });
    return choices.below(2) == 0 ? in : negated(in);
  }

  private Term quantified(Scope scope, int depth) {
    Kind kind = comparable();
    Term value = of(kind, scope, depth - 2);
    Relation inner = queries.inner(List.of(kind), scope, depth - 1);
    String operator = choices.from(COMPARISONS);
    boolean isAny = choices.below(2) == 0;
    return new Term(
        "(" + value.sql() + " " + operator + (isAny ? " ANY (" : " ALL (") + inner.sql() + "))",
        Kind.TRUTH,
        row -> {
          Boolean result = !isAny;
          for (@Nullable Object[] theirs : inner.rows(row)) {
            Boolean each = Logic.compare(operator, value.value(row), theirs[0]);
            result = isAny ? Logic.or(result, each) : Logic.and(result, each);
          }
          return result;
        });
  }
}
