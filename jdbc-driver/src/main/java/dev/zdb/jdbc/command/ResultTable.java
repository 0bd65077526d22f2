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

  private ResultTable(PrintStream out, ResultSetMetaData metadata) throws SQLException {
    this.out = out;
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
    ResultTable table = new ResultTable(out, rows.getMetaData());
    long count = 0;
    while (rows.next()) {
      String[] cells = table.cells(rows);
      count++;
      if (count <= ROWS_MEASURED) {
        table.widen(cells);
        table.measured.add(cells);
      } else {
        table.printMeasured();
        table.printLine(cells);
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
    if (!headed) {
      printLine(heads);
      printLine(rule());
      headed = true;
    }
    measured.forEach(this::printLine);
    measured.clear();
  }

  private String[] rule() {
    String[] rule = new String[columns];
    for (int i = 0; i < columns; i++) {
      rule[i] = "-".repeat(Math.max(1, widths[i]));
    }
    return rule;
  }

  private void printLine(String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      String blanks = " ".repeat(Math.max(0, widths[i] - length(cells[i])));
      line.append(i == 0 ? "" : "  ");
      line.append(right[i] ? blanks + cells[i] : cells[i] + blanks);
    }
    out.println(line.toString().stripTrailing());
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
