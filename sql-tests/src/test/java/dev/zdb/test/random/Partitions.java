package dev.zdb.test.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Asks for the same rows in two ways. Of a condition exactly one is true of each row: itself, its
 * negation, or that it is unknown.
 */
final class Partitions {
  private static final List<String> CASES = List.of("%s", "(NOT %s)", "(%s) IS NULL");

  private final Choices choices;
  private final Relation from;
  private final Term condition;
  private final List<Term> items;
  private final Relation query;

  /**
   * Divides a query in parts.
   *
   * @param query another, to be asked in two databases
   */
  Partitions(Choices choices, Relation from, Term condition, List<Term> items, Relation query) {
    this.choices = choices;
    this.from = from;
    this.condition = condition;
    this.items = items;
    this.query = query;
  }

  /**
   * Two ways of asking for the same rows, whose order is left open.
   *
   * @param parts queries whose rows, one after another, are those of the whole
   * @param isBare whether the parts are asked of tables without keys and indexes
   * @param isFiltered whether only those of the parts count that begin with TRUE
   */
  record Same(String name, String whole, List<String> parts, boolean isBare, boolean isFiltered) {
    static Same of(String name, String whole, List<String> parts) {
      return new Same(name, whole, parts, /* isBare= */ false, /* isFiltered= */ false);
    }
  }

  Same same() {
    String list = Queries.list(items);
    String keys = Queries.commaSeparated(items);
    return switch (choices.below(9)) {
      case 0 -> bare(query.sql());
      case 1 -> bare("SELECT " + list + of(condition.sql()));
      case 2 -> Same.of("WHERE", "SELECT " + list + of("TRUE"), parts("SELECT " + list + " %s"));
      case 3 ->
          Same.of(
              "one UNION ALL of WHERE",
              "SELECT " + list + of("TRUE"),
              List.of(union(" UNION ALL ", parts("SELECT " + list + " %s"))));
      case 4 ->
          Same.of(
              "DISTINCT",
              "SELECT DISTINCT " + list + of("TRUE"),
              List.of(union(" UNION ", parts("SELECT DISTINCT " + list + " %s"))));
      case 5 ->
          Same.of(
              "GROUP BY",
              "SELECT " + list + of("TRUE") + " GROUP BY " + keys,
              List.of(union(" UNION ", parts("SELECT " + list + " %s GROUP BY " + keys))));
      case 6 ->
          Same.of(
              "HAVING",
              "SELECT COUNT(*) AS n, " + list + of("TRUE") + " GROUP BY " + keys,
              having("SELECT COUNT(*) AS n, " + list + of("TRUE") + " GROUP BY " + keys));
      case 7 -> aggregated();
      default ->
          new Same(
              "condition not optimised",
              "SELECT TRUE" + of(condition.sql()),
              List.of("SELECT (" + condition.sql() + ") IS TRUE FROM " + from.sql()),
              /* isBare= */ true,
              /* isFiltered= */ true);
    };
  }

  private static Same bare(String query) {
    return new Same(
        "without indexes", query, List.of(query), /* isBare= */ true, /* isFiltered= */ false);
  }

  private String of(String where) {
    return " FROM " + from.sql() + (where.equals("TRUE") ? "" : " WHERE " + where);
  }

  private List<String> parts(String form) {
    return conditions().stream().map(each -> form.replace("%s", of(each))).toList();
  }

  private List<String> conditions() {
    return CASES.stream().map(each -> each.replace("%s", condition.sql())).toList();
  }

  /** What an item compares to tells the groups apart. */
  private List<String> having(String grouped) {
    Term item = items.get(0);
    Term last =
        items.stream().filter(each -> each.kind() == item.kind()).reduce((a, b) -> b).orElse(item);
    String test =
        String.format(Locale.ROOT, "(COUNT(*) > 1 AND %1$s <= MAX(%2$s))", item.sql(), last.sql());
    return CASES.stream().map(each -> grouped + " HAVING " + each.replace("%s", test)).toList();
  }

  private Same aggregated() {
    List<String> calls = new ArrayList<>();
    List<String> totals = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String end = choices.from(List.of("MIN", "MAX"));
      calls.add(String.format(Locale.ROOT, "%s(%s) AS c%d", end, items.get(i).sql(), i));
      totals.add(String.format(Locale.ROOT, "%s(c%d) AS c%d", end, i, i));
    }
    String aggregates = "SELECT COUNT(*) AS n, " + String.join(", ", calls);
    String sums = "SELECT CAST(SUM(n) AS BIGINT), " + String.join(", ", totals);
    return Same.of(
        "aggregates",
        aggregates + of("TRUE"),
        List.of(sums + " FROM (" + union(" UNION ALL ", parts(aggregates + " %s")) + ") AS parts"));
  }

  private static String union(String word, List<String> parts) {
    return parts.stream().map(part -> "(" + part + ")").collect(Collectors.joining(word));
  }
}
