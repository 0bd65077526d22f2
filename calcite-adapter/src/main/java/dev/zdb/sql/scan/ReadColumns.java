package dev.zdb.sql.scan;

import dev.zdb.sql.expr.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scan reads of each row: first what decides whether the row is wanted at all.
 *
 * @param first the columns that the filter reads
 * @param filter rows for which it is not true are passed by; null for none
 * @param rest all other columns that are wanted
 */
public record ReadColumns(
    List<ColumnRead> first, @Nullable Expression filter, List<ColumnRead> rest) {
  public ReadColumns {
    first = List.copyOf(first);
    rest = List.copyOf(rest);
  }

  /** Reads the columns of every row. */
  public static ReadColumns of(List<ColumnRead> columns) {
    return new ReadColumns(List.of(), null, columns);
  }
}
