package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.jdbc.ZdbDataSource;
import dev.zdb.jdbc.ZdbDriver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every method of every object of JDBC, called with arguments that make no sense, while it is open
 * and when it is closed, returns or fails with an SQLSTATE that is no excuse.
 */
final class EveryMethodTest extends AtEveryPlace {
  private static final int ODDITIES = 5;
  private final List<String> faults = new ArrayList<>();

  /** Makes an object to call a method of. */
  private interface Maker {
    Object make(Connection connection) throws SQLException;
  }

  @Test
  void ofTheDriverAndTheDataSource() throws SQLException {
    sweep(Driver.class, c -> new ZdbDriver());
    sweep(DataSource.class, c -> source());

    assertThat(faults).isEmpty();
  }

  @Test
  void ofTheConnection() throws SQLException {
    sweep(Connection.class, c -> database.connect());

    assertThat(faults).isEmpty();
  }

  @Test
  void ofStatements() throws SQLException {
    sweep(Statement.class, Connection::createStatement);
    sweep(PreparedStatement.class, c -> c.prepareStatement("VALUES (CAST(? AS VARCHAR))"));
    sweep(CallableStatement.class, c -> c.prepareCall("VALUES (CAST(? AS VARCHAR))"));
    sweep(ParameterMetaData.class, c -> c.prepareStatement("VALUES 1").getParameterMetaData());

    assertThat(faults).isEmpty();
  }

  @Test
  void ofResults() throws SQLException {
    sweep(ResultSet.class, EveryMethodTest::firstRow);
    sweep(ResultSetMetaData.class, c -> firstRow(c).getMetaData());

    assertThat(faults).isEmpty();
  }

  @Test
  void ofTheDatabasesMetaData() throws SQLException {
    sweep(DatabaseMetaData.class, Connection::getMetaData);

    assertThat(faults).isEmpty();
  }

  @Test
  void ofLargeValues() throws SQLException {
    sweep(Blob.class, Connection::createBlob);
    sweep(Clob.class, Connection::createClob);
    sweep(NClob.class, Connection::createNClob);

    assertThat(faults).isEmpty();
  }

  private ZdbDataSource source() {
    ZdbDataSource source = new ZdbDataSource();
    source.setUrl(database.url());
    return source;
  }

  private static ResultSet firstRow(Connection connection) throws SQLException {
    ResultSet rows =
        connection.createStatement().executeQuery("VALUES (1, 'a', DATE '2020-02-02')");
    assertThat(rows.next()).isTrue();
    return rows;
  }

  private void sweep(Class<?> type, Maker maker) throws SQLException {
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        for (int i = 0; i < (method.getParameterCount() == 0 ? 1 : ODDITIES); i++) {
          call(method, fresh(maker), arguments(method, i), "open");
        }
        Object closed = fresh(maker);
        connection.close();
        if (closed instanceof AutoCloseable closeable && !(closed instanceof Connection)) {
          close(closeable);
        }
        call(method, closed, arguments(method, 0), "closed");
      }
    }
  }

  private Object fresh(Maker maker) throws SQLException {
    if (connection.isClosed()) {
      connection = database.connect();
    }
    return maker.make(connection);
  }

  /** Nothing, then what is empty, sound, negative and huge, by the parameter's type. */
  private static @Nullable Object[] arguments(Method method, int oddity) {
    return Arrays.stream(method.getParameterTypes()).map(type -> odd(type, oddity)).toArray();
  }

  private static @Nullable Object odd(Class<?> type, int oddity) {
    if (type == boolean.class) {
      return oddity % 2 == 0;
    }
    if (type.isPrimitive()) {
      return number(type, List.of(0L, 0L, 1L, Long.MIN_VALUE, Long.MAX_VALUE).get(oddity));
    }
    if (oddity == 0) {
      return null;
    }
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), oddity == 1 ? 0 : 1);
      if (oddity > 2) {
        Array.set(
            array,
            0,
            odd(type.getComponentType(), type.getComponentType().isPrimitive() ? oddity : 0));
      }
      return array;
    }
    return object(type, oddity);
  }

  private static Object number(Class<?> type, long value) {
    long clipped = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    if (type == byte.class) {
      return (byte) value;
    } else if (type == short.class) {
      return (short) value;
    } else if (type == int.class) {
      return (int) clipped;
    } else if (type == float.class) {
      return (float) value;
    } else if (type == double.class) {
      return (double) value;
    }
    return value;
  }

  private static @Nullable Object object(Class<?> type, int oddity) {
    if (type == String.class) {
      return List.of("", "1", "\0\"'{", "x".repeat(70_000)).get(oddity - 1);
    } else if (type == Object.class) {
      return List.of("", new Object(), new byte[0], Thread.currentThread()).get(oddity - 1);
    } else if (type == Class.class) {
      return List.of(Object.class, String.class, int.class, void.class).get(oddity - 1);
    } else if (type == Executor.class) {
      Executor refusing =
          task -> {
            throw new RejectedExecutionException("full");
          };
      return oddity % 2 == 0 ? refusing : (Executor) Runnable::run;
    } else if (type == Properties.class) {
      Properties properties = new Properties();
      properties.setProperty("nonsense", "");
      return properties;
    } else if (type == InputStream.class) {
      return oddity == 1
          ? new ByteArrayInputStream("ab".getBytes(StandardCharsets.UTF_8))
          : InputStream.nullInputStream();
    } else if (type == Reader.class) {
      return oddity == 1 ? new StringReader("ab") : Reader.nullReader();
    } else if (type == SQLType.class) {
      return oddity % 2 == 0 ? JDBCType.OTHER : JDBCType.INTEGER;
    }
    return type == Savepoint.class ? new SavepointOfAnother() : null;
  }

  /** There are none of ours. */
  private static final class SavepointOfAnother implements Savepoint {
    @Override
    public int getSavepointId() {
      return 1;
    }

    @Override
    public String getSavepointName() {
      return "other";
    }
  }

  private void call(Method method, Object target, @Nullable Object[] arguments, String state) {
    String call = state + ' ' + method + ' ' + shortened(Arrays.deepToString(arguments)) + ": ";
    try {
      Object result = method.invoke(target, arguments);
      if (result instanceof AutoCloseable closeable) {
        close(closeable);
      }
      if (target instanceof AutoCloseable closeable) {
        close(closeable);
      }
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      boolean isProper =
          cause instanceof SQLException failure
              && failure.getSQLState() != null
              && !failure.getSQLState().equals("XX000");
      if (!isProper) {
        faults.add(call + cause);
      }
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String shortened(String text) {
    return text.length() < 100 ? text : text.substring(0, 100) + "...";
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError("what was given back cannot be closed", e);
    }
  }
}
