package dev.zdb.test.random;

import dev.zdb.test.random.Relation.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A few small tables.
 *
 * @param statements what makes them, with keys and indexes
 * @param bare what makes them without any
 */
record SampleTables(List<String> statements, List<String> bare, List<Table> tables) {

  /**
   * A table.
   *
   * @param key the places of the primary key's columns; none if there is no key
   * @param unique the same of a unique constraint
   * @param rows what is in it, to be changed with it
   */
  record Table(
      String name,
      List<Column> columns,
      List<Integer> key,
      List<Integer> unique,
      List<@Nullable Object[]> rows) {

    Relation relation() {
      return new Relation(name, columns, outer -> rows);
    }

    /** Whether a primary key or a unique constraint forbids a row beside these. */
    boolean forbids(List<@Nullable Object[]> others, @Nullable Object[] row) {
      boolean isKeyless =
          !key.isEmpty() && (at(key, row).contains(null) || holds(others, key, row));
      boolean isTwice =
          !unique.isEmpty() && !at(unique, row).contains(null) && holds(others, unique, row);
      return isKeyless || isTwice;
    }

    private static boolean holds(
        List<@Nullable Object[]> others, List<Integer> places, @Nullable Object[] row) {
      return others.stream().anyMatch(other -> at(places, other).equals(at(places, row)));
    }
  }

  static SampleTables of(Choices choices) {
    SampleTables made = new SampleTables(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String name : List.of("r", "s", "u")) {
      made.add(name, choices);
    }
    return made;
  }

  List<Relation> relations() {
    return tables.stream().map(Table::relation).toList();
  }

  private void add(String name, Choices choices) {
    List<Column> columns = new ArrayList<>();
    for (int i = choices.below(4); i >= -1; i--) {
      boolean isCommon = choices.below(3) < 2;
      Kind kind = choices.from(isCommon ? List.of(Kind.NUMBER, Kind.TEXT) : List.of(Kind.values()));
      columns.add(new Column(String.valueOf((char) ('a' + columns.size())), kind));
    }
    boolean hasKey = choices.below(2) == 1;
    List<Integer> key = hasKey ? places(choices, columns) : List.of();
    List<Integer> unique = choices.oneIn(4) ? places(choices, columns) : List.of();
    Table table = new Table(name, columns, key, unique, new ArrayList<>());
    fill(choices, table);
    statements.add(definition(name, columns, key, unique));
    bare.add(definition(name, columns, List.of(), List.of()));
    List<String> later = new ArrayList<>();
    int indexes = choices.below(3);
    for (int i = 0; i < indexes; i++) {
      String index =
          "CREATE INDEX " + name + i + " ON " + name + names(places(choices, columns), columns);
      (choices.below(2) == 0 ? later : statements).add(index);
    }
    if (!table.rows().isEmpty()) {
      String insert =
          table.rows().stream()
              .map(row -> text(columns, row))
              .collect(Collectors.joining(", ", "INSERT INTO " + name + " VALUES ", ""));
      statements.add(insert);
      bare.add(insert);
    }
    statements.addAll(later);
    tables.add(table);
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

  private static void fill(Choices choices, Table table) {
    for (int i = choices.below(9); i > 0; i--) {
      @Nullable Object[] row = new Object[table.columns().size()];
      for (int j = 0; j < row.length; j++) {
        Kind kind = table.columns().get(j).kind();
        boolean isNull = choices.oneIn(5) && !table.key().contains(j);
        row[j] = isNull ? null : kind.value(choices.from(kind.samples()));
      }
      if (!table.forbids(table.rows(), row)) {
        table.rows().add(row);
      }
    }
  }

  private static List<@Nullable Object> at(List<Integer> places, @Nullable Object[] row) {
    return Arrays.asList(places.stream().map(place -> row[place]).toArray());
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

  private static String text(List<Column> columns, @Nullable Object[] row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      values.add(value == null ? "NULL" : columns.get(i).kind().literal(value.toString()));
    }
    return values.stream().collect(Collectors.joining(", ", "(", ")"));
  }
}
