package dev.zdb.sql.plan;

import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.jspecify.annotations.Nullable;

/**
 * A compiled part of a query.
 *
 * @param columns where each column lies; null for one that nobody needs
 * @param order in which the rows come, by column; empty if nothing is known
 * @param line what it does, for people
 * @param inputs the parts below, for people
 */
record Stage(
    Operator operator,
    List<@Nullable Slot> columns,
    List<RelFieldCollation> order,
    String line,
    List<Stage> inputs) {
  Stage {
    columns = Collections.unmodifiableList(new ArrayList<>(columns));
    order = List.copyOf(order);
    inputs = List.copyOf(inputs);
  }

  /** A column that was asked for. */
  Slot slot(int column) {
    return Objects.requireNonNull(columns.get(column), "a column that nobody asked for");
  }

  /** The registers of all columns that were asked for, each once. */
  List<Slot> slots() {
    Set<Slot> slots = new LinkedHashSet<>();
    for (Slot slot : columns) {
      if (slot != null) {
        slots.add(slot);
      }
    }
    return List.copyOf(slots);
  }

  /** The same rows through another operator. */
  Stage through(Operator over, String overLine) {
    return new Stage(over, columns, order, overLine, List.of(this));
  }

  Stage ordered(List<RelFieldCollation> newOrder) {
    return new Stage(operator, columns, newOrder, line, inputs);
  }

  /** The plan for people, indented by depth. */
  List<String> explain() {
    List<String> lines = new ArrayList<>();
    explain("", lines);
    return lines;
  }

  private void explain(String indent, List<String> lines) {
    lines.add(indent + line);
    for (Stage input : inputs) {
      input.explain(indent + "  ", lines);
    }
  }
}
