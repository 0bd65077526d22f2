package dev.zdb.jdbc.command;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Prints rows in columns. The widths are those of the first thousand rows, so that memory does not
 * grow with the result; a wider value later on pushes its line out of place and is never cut.
 *
 * <p>Where a width is given, what is wider is folded: the columns that fit, with all their rows,
 * then below them those that fit next. That is meant for results of up to a thousand rows.
 */
public final class ResultTable {
  private static final int ROWS_MEASURED = 1_000;
  private static final Set<Integer> NUMBERS =
      Set.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.NUMERIC,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE);

  private final PrintStream out;
  private final int columns;
  private final boolean[] right;
  private final int[] widths;
  private final List<String[]> measured = new ArrayList<>();
  private final String[] heads;
  private boolean headed;

  private final int width;

  private ResultTable(PrintStream out, int width, ResultSetMetaData metadata) throws SQLException {
    this.out = out;
    this.width = width;
    this.columns = metadata.getColumnCount();
    this.right = new boolean[columns];
    this.widths = new int[columns];
    this.heads = new String[columns];
    for (int i = 0; i < columns; i++) {
      heads[i] = metadata.getColumnLabel(i + 1);
      right[i] = NUMBERS.contains(metadata.getColumnType(i + 1));
    }
    widen(heads);
  }

  /** Prints all rows that are left and answers how many they were. */
  public static long print(ResultSet rows, PrintStream out) throws SQLException {
    return print(rows, out, Integer.MAX_VALUE);
  }

  /** Prints all rows that are left, folded to a width, and answers how many they were. */
  public static long print(ResultSet rows, PrintStream out, int width) throws SQLException {
    ResultTable table = new ResultTable(out, width, rows.getMetaData());
    long count = 0;
    while (rows.next()) {
      String[] cells = table.cells(rows);
      count++;
      if (count <= ROWS_MEASURED) {
        table.widen(cells);
        table.measured.add(cells);
      } else {
        table.printMeasured();
        table.printLine(cells, 0, table.columns);
      }
    }
    table.printMeasured();
    return count;
  }

  private String[] cells(ResultSet rows) throws SQLException {
    String[] cells = new String[columns];
    for (int i = 0; i < columns; i++) {
      String text = rows.getString(i + 1);
      cells[i] = text == null ? "NULL" : text;
    }
    return cells;
  }

  private void widen(String[] cells) {
    for (int i = 0; i < columns; i++) {
      widths[i] = Math.max(widths[i], length(cells[i]));
    }
  }

  private void printMeasured() {
    int to;
    for (int from = 0; from < columns && !(headed && measured.isEmpty()); from = to) {
      to = endOfFold(from);
      if (from > 0) {
        out.println();
      }
      if (!headed) {
        printLine(heads, from, to);
        printLine(rule(), from, to);
      }
      for (String[] cells : measured) {
        printLine(cells, from, to);
      }
    }
    headed = true;
    measured.clear();
  }

  /** The first column that does not fit beside one; a column alone is taken as it is. */
  private int endOfFold(int from) {
    int to = from + 1;
    int used = widths[from];
    while (to < columns && used + 2 + widths[to] <= width) {
      used += 2 + widths[to];
      to++;
    }
    return to;
  }

  private String[] rule() {
    String[] rule = new String[columns];
    for (int i = 0; i < columns; i++) {
      rule[i] = "-".repeat(Math.max(1, widths[i]));
    }
    return rule;
  }

  private void printLine(String[] cells, int from, int to) {
    StringBuilder line = new StringBuilder();
    for (int i = from; i < to; i++) {
      String blanks = " ".repeat(Math.max(0, widths[i] - length(cells[i])));
      line.append(i == from ? "" : "  ");
      line.append(right[i] ? blanks + cells[i] : cells[i] + blanks);
    }
    out.println(line.toString().stripTrailing());
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
