package dev.zdb.test.random;

import dev.zdb.test.random.Relation.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A few small tables: the statements that make them, and their rows. */
record SampleTables(List<String> statements, List<Relation> tables) {

  static SampleTables of(Choices choices) {
    SampleTables made = new SampleTables(new ArrayList<>(), new ArrayList<>());
    for (String name : List.of("r", "s", "u")) {
      made.add(name, choices);
    }
    return made;
  }

  private void add(String name, Choices choices) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 2 + choices.below(3); i++) {
      Kind kind = List.of(Kind.NUMBER, Kind.TEXT, Kind.TRUTH).get(choices.weighted(6, 3, 1));
      columns.add(new Column(String.valueOf((char) ('a' + i)), kind));
    }
    boolean hasKey = choices.below(2) == 1;
    List<Integer> key = hasKey ? places(choices, columns) : List.of();
    List<Integer> unique = choices.oneIn(4) ? places(choices, columns) : List.of();
    List<@Nullable Object[]> rows = rows(choices, columns, key, unique);
    statements.add(definition(name, columns, key, unique));
    int indexes = choices.below(3);
    List<String> later = new ArrayList<>();
    for (int i = 0; i < indexes; i++) {
      String index =
          "CREATE INDEX " + name + i + " ON " + name + names(places(choices, columns), columns);
      (choices.below(2) == 0 ? later : statements).add(index);
    }
    if (!rows.isEmpty()) {
      statements.add(
          rows.stream()
              .map(SampleTables::text)
              .collect(Collectors.joining(", ", "INSERT INTO " + name + " VALUES ", "")));
    }
    statements.addAll(later);
    tables.add(new Relation(name, columns, outer -> rows));
  }

  private static List<Integer> places(Choices choices, List<Column> columns) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      all.add(i);
    }
    List<Integer> places = new ArrayList<>();
    for (int i = 1 + choices.weighted(3, 2, 1); i > 0 && !all.isEmpty(); i--) {
      places.add(all.remove(choices.below(all.size())));
    }
    return places;
  }

  private static List<@Nullable Object[]> rows(
      Choices choices, List<Column> columns, List<Integer> key, List<Integer> unique) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Set<List<@Nullable Object>> keys = new HashSet<>();
    Set<List<@Nullable Object>> uniques = new HashSet<>();
    for (int i = choices.below(9); i > 0; i--) {
      @Nullable Object[] row = new Object[columns.size()];
      for (int j = 0; j < row.length; j++) {
        boolean isNull = choices.oneIn(5) && !key.contains(j);
        row[j] = isNull ? null : value(choices, columns.get(j).kind());
      }
      List<@Nullable Object> ofUnique = at(unique, row);
      boolean isNew = key.isEmpty() || keys.add(at(key, row));
      if (isNew && (unique.isEmpty() || ofUnique.contains(null) || uniques.add(ofUnique))) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<@Nullable Object> at(List<Integer> places, @Nullable Object[] row) {
    return Arrays.asList(places.stream().map(place -> row[place]).toArray());
  }

  private static Object value(Choices choices, Kind kind) {
    return switch (kind) {
      case NUMBER -> (long) choices.below(5);
      case TEXT -> choices.from(List.of("a", "b", "ab", "B", ""));
      case TRUTH -> choices.below(2) == 0;
    };
  }

  private static String definition(
      String name, List<Column> columns, List<Integer> key, List<Integer> unique) {
    String text =
        columns.stream()
            .map(column -> column.sql() + " " + column.kind().sql())
            .collect(Collectors.joining(", "));
    text += key.isEmpty() ? "" : ", PRIMARY KEY" + names(key, columns);
    text += unique.isEmpty() ? "" : ", UNIQUE" + names(unique, columns);
    return "CREATE TABLE " + name + " (" + text + ")";
  }

  private static String names(List<Integer> places, List<Column> columns) {
    return places.stream()
        .map(place -> columns.get(place).sql())
        .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String text(@Nullable Object[] row) {
    return Arrays.stream(row)
        .map(value -> value instanceof String text ? "'" + text + "'" : String.valueOf(value))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
