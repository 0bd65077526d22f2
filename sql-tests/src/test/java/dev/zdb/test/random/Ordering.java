package dev.zdb.test.random;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query's rows in an order of all its columns, which leaves nothing to chance. */
record Ordering(Relation query, String sql, Comparator<@Nullable Object[]> order) {

  static Ordering of(Choices choices, Relation query) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < query.columns().size(); i++) {
      left.add(i);
    }
    StringBuilder sql = new StringBuilder();
    List<Comparator<@Nullable Object[]>> orders = new ArrayList<>();
    while (!left.isEmpty()) {
      int column = left.remove(choices.below(left.size()));
      boolean isDown = choices.below(2) == 1;
      int nulls = choices.weighted(4, 1, 1);
      sql.append(sql.isEmpty() ? " ORDER BY " : ", ").append(column + 1);
      sql.append(isDown ? " DESC" : "");
      sql.append(nulls == 1 ? " NULLS FIRST" : nulls == 2 ? " NULLS LAST" : "");
      boolean isNullFirst = nulls == 0 ? isDown : nulls == 1;
      orders.add((a, b) -> compare(a[column], b[column], isDown, isNullFirst));
    }
    return new Ordering(
        query, sql.toString(), orders.stream().reduce(Comparator::thenComparing).orElseThrow());
  }

  private static int compare(
      @Nullable Object a, @Nullable Object b, boolean isDown, boolean isNullFirst) {
    if (a == null || b == null) {
      int order = a == b ? 0 : a == null ? 1 : -1;
      return isNullFirst ? -order : order;
    }
    return isDown ? Kind.order(b, a) : Kind.order(a, b);
  }

  Relation ordered() {
    return new Relation(
        query.sql() + sql,
        query.columns(),
        outer -> query.rows(outer).stream().sorted(order).toList());
  }

  /** So many rows of them. */
  Relation bounded(Choices choices) {
    int limit = choices.below(4);
    int offset = choices.weighted(2, 1) * choices.below(3);
    return new Relation(
        query.sql() + sql + " LIMIT " + limit + (offset == 0 ? "" : " OFFSET " + offset),
        query.columns(),
        outer -> query.rows(outer).stream().sorted(order).skip(offset).limit(limit).toList());
  }
}
