package dev.zdb.sql.plan;

import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.rel.ZdbRel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled part of a query.
 *
 * @param rel what it was compiled from
 * @param columns where each column lies; null for one that nobody needs
 */
record Stage(ZdbRel rel, Operator operator, List<@Nullable Slot> columns) {
  Stage {
    columns = Collections.unmodifiableList(new ArrayList<>(columns));
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

  /** Its columns through another operator. */
  Stage through(ZdbRel overRel, Operator over) {
    return new Stage(overRel, over, columns);
  }

  /** The plan for people: a line each, indented by depth. */
  List<String> explain() {
    return rel.lines();
  }
}
