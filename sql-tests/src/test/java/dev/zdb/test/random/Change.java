package dev.zdb.test.random;

import dev.zdb.test.random.Relation.Column;
import dev.zdb.test.random.SampleTables.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE or a DELETE of a table, all of whose expressions see the rows as they were before.
 *
 * @param places the columns that are set, each to a value; none if the rows are deleted
 */
record Change(Table table, List<Integer> places, List<Term> values, Term condition) {

  static Change of(Choices choices, Terms terms, Table table) {
    List<Column> columns =
        table.columns().stream()
            .map(column -> new Column(table.name() + "." + column.sql(), column.kind()))
            .toList();
    Scope scope = Scope.of(columns, null);
    List<Integer> places = new ArrayList<>();
    List<Term> values = new ArrayList<>();
    for (int i = choices.below(3); i > 0; i--) {
      int place = choices.below(columns.size());
      if (!places.contains(place)) {
        places.add(place);
        values.add(terms.of(columns.get(place).kind(), scope, 1));
      }
    }
    return new Change(table, places, values, terms.truth(scope, 2));
  }

  String sql() {
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      settings.add(table.columns().get(places.get(i)).sql() + " = " + values.get(i).sql());
    }
    String what =
        settings.isEmpty()
            ? "DELETE FROM " + table.name()
            : "UPDATE " + table.name() + " SET " + String.join(", ", settings);
    return what + " WHERE " + condition.sql();
  }

  /** The rows that the condition is true of. */
  int count() {
    return (int) table.rows().stream().filter(this::isMeant).count();
  }

  /** The table's rows behind it. */
  List<@Nullable Object[]> rows() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object[] row : table.rows()) {
      if (!isMeant(row)) {
        rows.add(row);
      } else if (!places.isEmpty()) {
        rows.add(changed(row));
      }
    }
    return rows;
  }

  private boolean isMeant(@Nullable Object[] row) {
    return Logic.isTrue(condition.value(new Row(row, null)));
  }

  private @Nullable Object[] changed(@Nullable Object[] row) {
    @Nullable Object[] changed = row.clone();
    for (int i = 0; i < places.size(); i++) {
      changed[places.get(i)] = values.get(i).value(new Row(row, null));
    }
    return changed;
  }

  /** Whether a key or a unique constraint forbids it. */
  boolean isForbidden() {
    List<@Nullable Object[]> before = new ArrayList<>();
    for (@Nullable Object[] row : rows()) {
      if (table.forbids(before, row)) {
        return true;
      }
      before.add(row);
    }
    return false;
  }
}
