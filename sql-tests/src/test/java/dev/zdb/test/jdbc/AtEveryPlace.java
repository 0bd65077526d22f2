package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zdb.test.Place;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An empty database at each place, a connection to it and a statement, for tests through JDBC. */
@ParameterizedClass
@EnumSource
@Timeout(120)
abstract class AtEveryPlace {
  /** JUnit puts each place here in turn. */
  @Parameter Place place = Place.MEMORY;

  Place.Database database;
  Connection connection;
  Statement sql;

  @BeforeEach
  final void openDatabase() throws IOException, SQLException {
    database = place.open();
    connection = database.connect("timeZone=UTC");
    sql = connection.createStatement();
  }

  @AfterEach
  final void closeDatabase() throws IOException, SQLException {
    try {
      connection.close();
    } finally {
      database.close();
    }
  }

  /** All rows of a query, each with its columns as text. */
  final List<List<String>> rows(String query) throws SQLException {
    try (Statement asking = connection.createStatement()) {
      return rows(asking.executeQuery(query));
    }
  }

  /** What is left of the rows, with the columns of those labels, or all. */
  static List<List<String>> rows(ResultSet rows, String... labels) throws SQLException {
    List<List<String>> read = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (String label : labels) {
          row.add(String.valueOf(rows.getString(label)));
        }
        for (int i = 1; labels.length == 0 && i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        read.add(row);
      }
    }
    return read;
  }

  /** Makes a table T of the numbers from 1. */
  final void makeNumbers(int count) throws SQLException {
    sql.executeUpdate("CREATE TABLE t (k INT PRIMARY KEY, v VARCHAR(40))");
    try (var insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 1; i <= count; i++) {
        insert.setInt(1, i);
        insert.setString(2, "v" + i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(count).containsOnly(1);
    }
  }

  /** Requires that it fails with that SQLSTATE; gives the failure to say more of. */
  static AbstractThrowableAssert<?, Throwable> failure(String sqlState, ThrowingCallable call) {
    Throwable failure = catchThrowable(call);
    assertThat(failure).as("what must fail with " + sqlState).isInstanceOf(SQLException.class);
    assertThat(((SQLException) failure).getSQLState()).as(failure.getMessage()).isEqualTo(sqlState);
    return (AbstractThrowableAssert<?, Throwable>) assertThat(failure);
  }
}
