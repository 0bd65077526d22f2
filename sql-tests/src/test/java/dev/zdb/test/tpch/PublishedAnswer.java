package dev.zdb.test.tpch;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rows that a query is known to give, its columns' names above them. */
record PublishedAnswer(List<String> columns, List<List<String>> rows) {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  static PublishedAnswer read(Path file) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(file).stream().map(line -> List.of(line.split("\\|", -1))).toList();
    return new PublishedAnswer(lines.get(0), lines.subList(1, lines.size()));
  }

  /**
   * Where a result differs from this answer, one sentence a row; empty if nowhere. Texts are
   * compared without blanks at their ends, NULL is the empty text. Fractions that one side has to
   * more places than the other, as quotients are, may differ by one in the last place that both
   * have.
   *
   * @param ignored columns that are not looked at
   */
  List<String> differences(ResultSet result, List<String> ignored) throws SQLException {
    List<String> differences = new ArrayList<>();
    int row = 0;
    for (; result.next(); row++) {
      List<String> ours = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        String text = result.getString(i);
        ours.add(text == null ? "" : text.strip());
      }
      if (row >= rows.size()) {
        differences.add("row " + row + " is not in the answer: " + ours);
      } else if (!isSame(ours, rows.get(row), ignored)) {
        differences.add("row " + row + " is " + ours + ", the answer says " + rows.get(row));
      }
    }
    for (; row < rows.size(); row++) {
      differences.add("row " + row + " is missing: " + rows.get(row));
    }
    return differences;
  }

  private boolean isSame(List<String> ours, List<String> theirs, List<String> ignored) {
    for (int i = 0; i < columns.size(); i++) {
      if (!ignored.contains(columns.get(i)) && !isSame(ours.get(i), theirs.get(i).strip())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(String a, String b) {
    if (!NUMBER.matcher(a).matches() || !NUMBER.matcher(b).matches()) {
      return a.equals(b);
    }
    BigDecimal x = new BigDecimal(a);
    BigDecimal y = new BigDecimal(b);
    int places = Math.min(x.scale(), y.scale());
    boolean isExact = x.scale() == y.scale() || places == 0;
    return isExact
        ? x.compareTo(y) == 0
        : x.subtract(y).abs().compareTo(BigDecimal.ONE.movePointLeft(places)) <= 0;
  }
}
