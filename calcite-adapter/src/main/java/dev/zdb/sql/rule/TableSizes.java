package dev.zdb.sql.rule;

import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.TableDef;

/** How many rows tables have, about: nothing but speed depends on it. */
public interface TableSizes {
  /** A guess that serves where nobody knows. */
  double UNKNOWN = 10_000;

  /** Fails with a {@link SqlProblem} if the table cannot be read, as all of planning does. */
  double rows(TableDef table);

  /** Knows nothing. */
  static TableSizes unknown() {
    return table -> UNKNOWN;
  }
}
