package dev.zdb.sql.scan;

import dev.zdb.kv.api.ReadView;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.SystemTable;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.JavaValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table of INFORMATION_SCHEMA, made from the catalog that the plan was compiled for:
 * under another one there is another plan.
 */
public final class SystemTableScan implements Operator {
  private final SystemTable table;
  private final Catalog catalog;
  private final Column[] first;
  private final @Nullable Expression filter;
  private final Column[] rest;

  public SystemTableScan(SystemTable table, Catalog catalog, ReadColumns columns) {
    this.table = table;
    this.catalog = catalog;
    this.first = columns(table, columns.first());
    this.filter = columns.filter();
    this.rest = columns(table, columns.rest());
  }

  private static Column[] columns(SystemTable table, List<ColumnRead> reads) {
    return reads.stream()
        .map(
            read ->
                new Column(
                    read.column(), table.columns().get(read.column()).type(), read.register()))
        .toArray(Column[]::new);
  }

  private record Column(int place, SqlType type, int register) {}

  @Override
  public RowSource open(RunContext context) {
    return new Run(context);
  }

  private final class Run implements RowSource {
    private final Execution run;
    private final ReadView view;
    private List<Object[]> rows = List.of();
    private int next;

    Run(RunContext context) {
      this.run = context.run();
      this.view = context.view();
    }

    @Override
    public void start() {
      rows = table.rows(catalog, view);
      next = 0;
    }

    @Override
    public boolean next() {
      while (next < rows.size()) {
        if ((next & 1023) == 0) {
          run.checkStopped();
        }
        @Nullable Object[] row = rows.get(next++);
        show(row, first);
        if (filter == null || filter.isTrue(run)) {
          show(row, rest);
          return true;
        }
      }
      return false;
    }

    private void show(@Nullable Object[] row, Column[] columns) {
      for (Column column : columns) {
        JavaValues.put(run.registers, column.register(), column.type(), row[column.place()]);
      }
    }

    @Override
    public void close() {}
  }
}
