package dev.zdb.jdbc.command;

import java.io.InputStream;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Brings a CSV file into a table in two passes: the first checks every row, the second loads, all
 * in one transaction.
 */
final class CsvImport {
  private static final int BATCH_ROWS = 1_000;

  private final CsvFile file;
  private final Connection connection;
  private final TableName table;
  private final BadRows badRows;
  private final Watch watch;

  CsvImport(CsvFile file, Connection connection, TableName table, BadRows badRows, Watch watch) {
    this.file = file;
    this.connection = connection;
    this.table = table;
    this.badRows = badRows;
    this.watch = watch;
  }

  /** What becomes of rows that do not fit. */
  interface BadRows {
    /** Takes note of a bad row, or throws to end the import with nothing loaded. */
    void found(long line, String why) throws SQLException;
  }

  /** What a pass through the file does. */
  enum Pass {
    CHECK,
    LOAD
  }

  /** Lets someone watch the file's bytes go by. */
  interface Watch {
    InputStream over(InputStream bytes, Pass pass);
  }

  /** Loads the file, making the table if there is none; answers how many rows it loaded. */
  long run() throws Exception {
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
      long loaded = load(columns);
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
            null,
            escaped(table.schema(connection.getSchema()), escape),
            escaped(table.name(), escape),
            "%")) {
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
        watched(Pass.CHECK),
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
      columns.add(CsvColumn.fresh(names.get(i).toUpperCase(Locale.ROOT), type));
    }
    return columns;
  }

  private void createTable(List<CsvColumn> columns) throws SQLException {
    List<String> definitions = new ArrayList<>();
    for (CsvColumn column : columns) {
      definitions.add(TableName.quoted(column.name()) + ' ' + column.type().sql());
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE " + table.sql() + " (" + String.join(", ", definitions) + ")");
    }
  }

  private void checkRows(List<CsvColumn> columns) throws Exception {
    file.forEachRow(
        watched(Pass.CHECK),
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

  private long load(List<CsvColumn> columns) throws Exception {
    List<String> names = columns.stream().map(column -> TableName.quoted(column.name())).toList();
    String insert =
        String.format(
            Locale.ROOT,
            "INSERT INTO %s (%s) VALUES (%s)",
            table.sql(),
            String.join(", ", names),
            String.join(", ", Collections.nCopies(columns.size(), "?")));
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      Loader loader = new Loader(statement, columns);
      file.forEachRow(watched(Pass.LOAD), loader::add);
      loader.flush();
      return loader.loaded;
    }
  }

  /** Sends the good rows in batches; a row that the database refuses is named by its line. */
  private final class Loader {
    private final PreparedStatement statement;
    private final List<CsvColumn> columns;
    private final List<Long> lines = new ArrayList<>();
    private final List<List<@Nullable String>> rows = new ArrayList<>();
    private long loaded;

    Loader(PreparedStatement statement, List<CsvColumn> columns) {
      this.statement = statement;
      this.columns = columns;
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
        if (!isFaultOfTheRow(why)) {
          throw why;
        }
        badRows.found(lines.get(from + done), String.valueOf(why.getMessage()));
        return done + 1;
      }
    }
  }

  /**
   * Not so a full disk or a transaction that has become too large, which the next row meets too.
   */
  private static boolean isFaultOfTheRow(SQLException problem) {
    String state = String.valueOf(problem.getSQLState());
    return state.startsWith("22") || state.startsWith("23") || state.equals("54000");
  }

  private static String fieldCount(int found, int expected) {
    return String.format(
        Locale.ROOT,
        "%d %s where %d are expected",
        found,
        found == 1 ? "field" : "fields",
        expected);
  }

  private UnaryOperator<InputStream> watched(Pass pass) {
    return bytes -> watch.over(bytes, pass);
  }

  private static String escaped(String name, String escape) {
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }
}
