package dev.zdb.jdbc.command;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a CSV file into a table in two passes: the first checks every row, the second loads, all
 * in one transaction.
 */
final class CsvImport {
  private static final int BATCH_ROWS = 1_000;

  private final CsvFile file;
  private final Connection connection;
  private final String table;
  private final BadRows badRows;

  /**
   * Prepares an import.
   *
   * @param table as written by the user: folded to upper case unless quoted
   */
  CsvImport(CsvFile file, Connection connection, String table, BadRows badRows) {
    this.file = file;
    this.connection = connection;
    this.table = table;
    this.badRows = badRows;
  }

  /** What becomes of rows that do not fit. */
  interface BadRows {
    /** Takes note of a bad row, or throws to end the import with nothing loaded. */
    void found(long line, String why) throws SQLException;
  }

  /** Loads the file, making the table if there is none; answers how many rows it loaded. */
  long run(LongConsumer progress) throws Exception {
    connection.setAutoCommit(false);
    try {
      List<String> names = file.names();
      List<CsvColumn> columns = tableColumns(names);
      if (columns.isEmpty()) {
        columns = inferredColumns(names);
        createTable(columns);
      } else {
        checkRows(columns);
      }
      long loaded = load(columns, progress);
      connection.commit();
      return loaded;
    } catch (Exception e) {
      connection.rollback();
      throw e;
    }
  }

  /** The table's columns in the order of the file; empty if there is no such table. */
  private List<CsvColumn> tableColumns(List<String> names) throws SQLException {
    Map<String, CsvColumn> byName = new HashMap<>();
    List<CsvColumn> inOrder = new ArrayList<>();
    DatabaseMetaData metadata = connection.getMetaData();
    String escape = metadata.getSearchStringEscape();
    try (ResultSet rows =
        metadata.getColumns(
            null, escaped(connection.getSchema(), escape), escaped(storedName(), escape), "%")) {
      while (rows.next()) {
        CsvColumn column = column(rows);
        byName.put(column.name().toUpperCase(Locale.ROOT), column);
        inOrder.add(column);
      }
    }
    if (inOrder.isEmpty()) {
      return List.of();
    }
    if (file.format().header() == CsvFile.Header.ABSENT) {
      return inOrder.subList(0, Math.min(names.size(), inOrder.size()));
    }
    List<CsvColumn> columns = new ArrayList<>();
    for (String name : names) {
      CsvColumn column = byName.get(name.toUpperCase(Locale.ROOT));
      if (column == null) {
        throw new SQLException("table " + table + " has no column " + name, "42703");
      }
      columns.add(column);
    }
    return columns;
  }

  private static CsvColumn column(ResultSet row) throws SQLException {
    int jdbcType = row.getInt("DATA_TYPE");
    int size = row.getInt("COLUMN_SIZE");
    boolean required =
        row.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls
            && row.getString("COLUMN_DEF") == null;
    return new CsvColumn(
        row.getString("COLUMN_NAME"),
        CsvType.of(jdbcType),
        jdbcType,
        new CsvColumn.Limits(size == Integer.MAX_VALUE ? 0 : size, row.getInt("DECIMAL_DIGITS")),
        required ? CsvColumn.Nulls.REFUSED : CsvColumn.Nulls.ALLOWED);
  }

  private List<CsvColumn> inferredColumns(List<String> names) throws Exception {
    List<EnumSet<CsvType>> candidates = new ArrayList<>();
    names.forEach(name -> candidates.add(CsvType.candidates()));
    file.forEachRow(
        (line, fields) -> {
          if (fields.size() != names.size()) {
            badRows.found(line, fieldCount(fields.size(), names.size()));
            return;
          }
          for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field != null) {
              candidates.get(i).removeIf(type -> !type.reads(field));
            }
          }
        });
    List<CsvColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      CsvType type =
          candidates.get(i).size() == CsvType.candidates().size()
              ? CsvType.TEXT
              : Collections.min(candidates.get(i));
      columns.add(CsvColumn.fresh(names.get(i), type));
    }
    return columns;
  }

  private void createTable(List<CsvColumn> columns) throws SQLException {
    List<String> definitions = new ArrayList<>();
    for (CsvColumn column : columns) {
      definitions.add(quoted(column.name().toUpperCase(Locale.ROOT)) + ' ' + column.type().sql());
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE " + quoted(storedName()) + " (" + String.join(", ", definitions) + ")");
    }
  }

  private void checkRows(List<CsvColumn> columns) throws Exception {
    file.forEachRow(
        (line, fields) -> {
          String problem = problemOf(fields, columns);
          if (!problem.isEmpty()) {
            badRows.found(line, problem);
          }
        });
  }

  private static String problemOf(List<@Nullable String> fields, List<CsvColumn> columns) {
    if (fields.size() != columns.size()) {
      return fieldCount(fields.size(), columns.size());
    }
    try {
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).read(fields.get(i));
      }
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private long load(List<CsvColumn> columns, LongConsumer progress) throws Exception {
    List<String> names = new ArrayList<>();
    boolean made = columns.get(0).jdbcType() == java.sql.Types.OTHER;
    for (CsvColumn column : columns) {
      names.add(quoted(made ? column.name().toUpperCase(Locale.ROOT) : column.name()));
    }
    String insert =
        String.format(
            Locale.ROOT,
            "INSERT INTO %s (%s) VALUES (%s)",
            quoted(storedName()),
            String.join(", ", names),
            String.join(", ", Collections.nCopies(columns.size(), "?")));
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      Loader loader = new Loader(statement, columns, progress);
      file.forEachRow(loader::add);
      loader.flush();
      return loader.loaded;
    }
  }

  /** Sends the good rows in batches; a row that the database refuses is named by its line. */
  private final class Loader {
    private final PreparedStatement statement;
    private final List<CsvColumn> columns;
    private final LongConsumer progress;
    private final List<Long> lines = new ArrayList<>();
    private final List<List<@Nullable String>> rows = new ArrayList<>();
    private long loaded;

    Loader(PreparedStatement statement, List<CsvColumn> columns, LongConsumer progress) {
      this.statement = statement;
      this.columns = columns;
      this.progress = progress;
    }

    void add(long line, List<@Nullable String> fields) throws SQLException {
      if (problemOf(fields, columns).isEmpty()) {
        lines.add(line);
        rows.add(fields);
      }
      if (rows.size() == BATCH_ROWS) {
        flush();
      }
    }

    void flush() throws SQLException {
      int from = 0;
      while (from < rows.size()) {
        from += sendFrom(from);
      }
      progress.accept(rows.size());
      lines.clear();
      rows.clear();
    }

    /** Sends the rows from there on; answers how many of them are done with. */
    private int sendFrom(int from) throws SQLException {
      for (List<@Nullable String> row : rows.subList(from, rows.size())) {
        for (int i = 0; i < columns.size(); i++) {
          statement.setObject(i + 1, columns.get(i).read(row.get(i)));
        }
        statement.addBatch();
      }
      try {
        int done = statement.executeBatch().length;
        loaded += done;
        return done;
      } catch (BatchUpdateException e) {
        int done = e.getUpdateCounts().length;
        loaded += done;
        SQLException why = e.getNextException() == null ? e : e.getNextException();
        badRows.found(lines.get(from + done), String.valueOf(why.getMessage()));
        return done + 1;
      }
    }
  }

  private static String fieldCount(int found, int expected) {
    return String.format(
        Locale.ROOT,
        "%d %s where %d are expected",
        found,
        found == 1 ? "field" : "fields",
        expected);
  }

  private String storedName() {
    return table.startsWith("\"") && table.endsWith("\"") && table.length() > 2
        ? table.substring(1, table.length() - 1).replace("\"\"", "\"")
        : table.toUpperCase(Locale.ROOT);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String escaped(String name, String escape) {
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }
}
