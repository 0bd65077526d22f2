package dev.zdb.test.random;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that can be named somewhere: those of the query itself, and those around it.
 *
 * @param within how many of the columns sub-queries can name
 */
record Scope(List<Relation.Column> columns, int within, @Nullable Scope outer) {

  static Scope of(List<Relation.Column> columns, @Nullable Scope outer) {
    return new Scope(columns, columns.size(), outer);
  }

  /** The query's own columns of a kind. */
  List<Term> own(Kind kind) {
    List<Term> found = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).kind() == kind) {
        int index = i;
        found.add(new Term(columns.get(i).sql(), kind, row -> row.values()[index]));
      }
    }
    return found;
  }

  /** The columns of a kind of the queries around. */
  List<Term> around(Kind kind) {
    List<Term> found = new ArrayList<>();
    if (outer != null) {
      Scope visible = new Scope(outer.columns.subList(0, outer.within), outer.within, outer.outer);
      visible.own(kind).forEach(term -> found.add(term.inside()));
      visible.around(kind).forEach(term -> found.add(term.inside()));
    }
    return found;
  }
}
