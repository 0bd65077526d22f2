package dev.zdb.jdbc.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlType;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.sql.BatchUpdateException;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ZdbPreparedStatementTest {
  private static final String INSERT = "INSERT INTO T VALUES (?)";
  private static final long NOON = Instant.parse("2024-02-29T12:00:00.5Z").toEpochMilli();

  private final FakeSession session = new FakeSession();

  private PreparedStatement prepared(String sql) throws SQLException {
    return Connections.over(session).prepareStatement(sql);
  }

  private interface Setter {
    void set(PreparedStatement statement) throws SQLException;
  }

  private static Arguments row(Setter setter, @Nullable Object value) {
    return Arguments.of(setter, value);
  }

  static Stream<Arguments> setters() {
    return Stream.concat(plainSetters(), Stream.concat(streams(), objects()));
  }

  private static Stream<Arguments> plainSetters() {
    return Stream.of(
        row(s -> s.setBoolean(1, true), true),
        row(s -> s.setByte(1, (byte) -1), -1),
        row(s -> s.setShort(1, (short) 2), 2),
        row(s -> s.setInt(1, 3), 3),
        row(s -> s.setLong(1, 4), 4L),
        row(s -> s.setFloat(1, 1.5f), 1.5f),
        row(s -> s.setDouble(1, 2.5), 2.5),
        row(s -> s.setBigDecimal(1, new BigDecimal("1.20")), new BigDecimal("1.20")),
        row(s -> s.setString(1, "x"), "x"),
        row(s -> s.setNString(1, "x"), "x"),
        row(s -> s.setString(1, null), null),
        row(s -> s.setNull(1, Types.INTEGER), null),
        row(s -> s.setNull(1, Types.INTEGER, "INTEGER"), null),
        row(s -> s.setBytes(1, new byte[] {1}), new byte[] {1}),
        row(s -> s.setDate(1, new Date(NOON)), LocalDate.of(2024, 2, 29)),
        row(s -> s.setTime(1, new Time(NOON)), LocalTime.parse("12:00:00.5")),
        row(
            s -> s.setTimestamp(1, new Timestamp(NOON)),
            LocalDateTime.parse("2024-02-29T12:00:00.5")),
        row(s -> s.setTimestamp(1, null), null),
        row(
            s -> s.setTimestamp(1, new Timestamp(NOON), tokyo()),
            LocalDateTime.parse("2024-02-29T21:00:00.5")),
        row(s -> s.setDate(1, new Date(NOON + 43_200_000), tokyo()), LocalDate.of(2024, 3, 1)),
        row(s -> s.setTime(1, new Time(0), tokyo()), LocalTime.of(9, 0)));
  }

  private static Calendar tokyo() {
    return new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
  }

  private static Stream<Arguments> streams() {
    return Stream.of(
        row(s -> s.setBinaryStream(1, bytes("ab")), "ab".getBytes(UTF_8)),
        row(s -> s.setBinaryStream(1, bytes("abc"), 2), "ab".getBytes(UTF_8)),
        row(s -> s.setBinaryStream(1, bytes("abc"), 2L), "ab".getBytes(UTF_8)),
        row(s -> s.setBlob(1, bytes("ab")), "ab".getBytes(UTF_8)),
        row(s -> s.setBlob(1, bytes("abc"), 2), "ab".getBytes(UTF_8)),
        row(s -> s.setAsciiStream(1, bytes("ab")), "ab"),
        row(s -> s.setAsciiStream(1, bytes("abc"), 2), "ab"),
        row(s -> s.setCharacterStream(1, new StringReader("äb")), "äb"),
        row(s -> s.setCharacterStream(1, new StringReader("äbc"), 2), "äb"),
        row(s -> s.setNCharacterStream(1, new StringReader("äbc"), 2), "äb"),
        row(s -> s.setClob(1, new StringReader("äbc")), "äbc"),
        row(s -> s.setNClob(1, new StringReader("äbc"), 2), "äb"),
        row(s -> s.setClob(1, (java.sql.Clob) null), null));
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static Stream<Arguments> objects() {
    UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    return Stream.of(
        row(s -> s.setObject(1, null), null),
        row(s -> s.setObject(1, "x"), "x"),
        row(s -> s.setObject(1, 'x'), "x"),
        row(s -> s.setObject(1, (byte) 5), 5),
        row(s -> s.setObject(1, BigInteger.TEN), BigDecimal.TEN),
        row(s -> s.setObject(1, id), id),
        row(s -> s.setObject(1, LocalDate.of(2024, 2, 29)), LocalDate.of(2024, 2, 29)),
        row(
            s -> s.setObject(1, Instant.ofEpochMilli(NOON)),
            LocalDateTime.parse("2024-02-29T12:00:00.5")),
        row(
            s -> s.setObject(1, OffsetDateTime.parse("2024-02-29T12:00:00+02:00")),
            LocalDateTime.parse("2024-02-29T10:00")),
        row(s -> s.setObject(1, "12", Types.INTEGER), 12),
        row(s -> s.setObject(1, 12, Types.VARCHAR), "12"),
        row(s -> s.setObject(1, "12", JDBCType.BIGINT), 12L),
        row(s -> s.setObject(1, "1.255", Types.DECIMAL, 2), new BigDecimal("1.26")),
        row(s -> s.setObject(1, 1, Types.BOOLEAN), true),
        row(s -> s.setObject(1, "2024-02-29", Types.DATE), LocalDate.of(2024, 2, 29)),
        row(
            s -> s.setObject(1, "2024-02-29 01:02:03", JDBCType.TIMESTAMP),
            LocalDateTime.parse("2024-02-29T01:02:03")),
        row(s -> s.setObject(1, id, Types.OTHER), id));
  }

  @ParameterizedTest
  @MethodSource("setters")
  void aParameterBecomesTheValueThatItsSetterSays(Setter setter, Object value) throws SQLException {
    PreparedStatement statement = prepared(INSERT);
    setter.set(statement);
    statement.executeUpdate();

    assertThat(session.parameters.get(0).get(0)).isEqualTo(value);
  }

  static Stream<Setter> refusals() {
    return Stream.of(
        s -> s.setInt(0, 1),
        s -> s.setInt(2, 1),
        s -> s.setObject(1, new Object()),
        s -> s.setObject(1, "x", Types.INTEGER),
        s -> s.setObject(1, 300, Types.TINYINT),
        s -> s.setObject(1, "x", Types.ARRAY),
        s -> s.setObject(1, new BigDecimal("1e999999"), Types.DECIMAL, 2),
        s -> s.setObject(1, Instant.MAX),
        s -> s.setBinaryStream(1, bytes("abc"), 4),
        s -> s.setCharacterStream(1, new StringReader("abc"), 4));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotBeBoundIsRefusedAtOnce(Setter setter) throws SQLException {
    PreparedStatement statement = prepared(INSERT);

    assertThatThrownBy(() -> setter.set(statement)).isInstanceOf(SQLException.class);
  }

  static Stream<Setter> nulls() {
    return Stream.of(
        s -> s.setArray(1, null),
        s -> s.setRef(1, null),
        s -> s.setRowId(1, null),
        s -> s.setSQLXML(1, null),
        s -> s.setURL(1, null));
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void nullOfATypeThatThereIsNotIsNull(Setter setter) throws SQLException {
    PreparedStatement statement = prepared(INSERT);
    setter.set(statement);
    statement.executeUpdate();

    assertThat(session.parameters.get(0).get(0)).isNull();
  }

  @Test
  void aUrlCannotBeBound() throws SQLException, MalformedURLException {
    PreparedStatement statement = prepared(INSERT);
    URL url = URI.create("http://localhost/").toURL();

    assertThatThrownBy(() -> statement.setURL(1, url))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void aRefusalNamesTheParameterAndBothTypes() throws SQLException {
    session.takes(INSERT, SqlType.decimal(5, 2));
    PreparedStatement statement = prepared(INSERT);

    assertThatThrownBy(() -> statement.setObject(1, "x", Types.INTEGER))
        .isInstanceOfSatisfying(
            SQLDataException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("22018"))
        .hasMessageContaining("parameter 1")
        .hasMessageContaining("DECIMAL(5, 2)")
        .hasMessageContaining("int");
    assertThatThrownBy(() -> statement.setObject(1, new Object()))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void aParameterWithoutValueIsNamed() throws SQLException {
    PreparedStatement statement = prepared("INSERT INTO T VALUES (?, ?)");
    statement.setInt(1, 1);

    assertThatThrownBy(statement::executeUpdate)
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("07001"))
        .hasMessageContaining("Parameter 2");
    statement.setInt(2, 2);
    statement.executeUpdate();
    statement.clearParameters();
    assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);
  }

  @Test
  void aTextThatIsNoSqlIsRefusedWhenPrepared() {
    assertThatThrownBy(() -> prepared("SYNTAX"))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42601"));
  }

  @Test
  void whatABatchGathersIsExecutedInOneCall() throws SQLException {
    PreparedStatement statement = prepared(INSERT);
    for (int i = 1; i <= 3; i++) {
      statement.setInt(1, i);
      statement.addBatch();
    }

    assertThat(statement.executeLargeBatch()).containsExactly(1, 1, 1);
    assertThat(session.parameters).containsExactly(List.of(1), List.of(2), List.of(3));
    assertThat(statement.executeBatch()).isEmpty();
  }

  @Test
  void aBatchGivesTheKeysOfAllItsRows() throws SQLException {
    PreparedStatement statement =
        Connections.over(session).prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS);
    for (int i = 1; i <= 2; i++) {
      statement.setInt(1, i);
      statement.addBatch();
    }
    statement.executeBatch();

    ResultSet keys = statement.getGeneratedKeys();
    assertThat(keys.next()).isTrue();
    assertThat(keys.next()).isTrue();
    assertThat(keys.next()).isFalse();
  }

  @Test
  void aBatchStopsAtTheFirstFailure() throws SQLException {
    session.answers(
        INSERT,
        given -> {
          if (given[0].equals(2)) {
            throw SqlProblem.of(SqlErrorCode.UNIQUE_VIOLATION, "Twice.");
          }
          return SqlResult.Count.of(1);
        });
    PreparedStatement statement = prepared(INSERT);
    for (int i = 1; i <= 3; i++) {
      statement.setInt(1, i);
      statement.addBatch();
    }

    BatchUpdateException failure =
        catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
    assertThat(failure.getUpdateCounts()).containsExactly(1);
    assertThat(failure.getSQLState()).isEqualTo("23505");
    assertThat((Throwable) failure.getNextException())
        .isInstanceOf(java.sql.SQLIntegrityConstraintViolationException.class);
  }

  @Test
  void aPreparedQueryTellsItsColumnsAndParametersBeforeItRuns() throws SQLException {
    String sql = "SELECT A FROM T WHERE B = ?";
    session
        .rows(sql, List.of(FakeSession.column("A", SqlType.decimal(9, 2))))
        .takes(sql, SqlType.BIGINT);
    PreparedStatement statement = prepared(sql);

    ResultSetMetaData columns = statement.getMetaData();
    assertThat(columns.getColumnCount()).isEqualTo(1);
    assertThat(columns.getColumnName(1)).isEqualTo("A");
    assertThat(columns.getColumnType(1)).isEqualTo(Types.DECIMAL);
    assertThat(columns.getPrecision(1)).isEqualTo(9);
    assertThat(columns.getScale(1)).isEqualTo(2);
    assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(1);
    assertThat(statement.getParameterMetaData().getParameterType(1)).isEqualTo(Types.BIGINT);
    assertThat(session.heard).containsExactly("prepare " + sql);
    assertThat(prepared(INSERT).getMetaData()).isNull();
  }

  @Test
  void aPreparedStatementTakesNoOtherText() throws SQLException {
    PreparedStatement statement = prepared(INSERT);
    List<ThrowingCallable> requests =
        List.of(
            () -> statement.execute("SELECT 1"),
            () -> statement.execute("SELECT 1", 1),
            () -> statement.executeQuery("SELECT 1"),
            () -> statement.executeUpdate("UPDATE T"),
            () -> statement.executeLargeUpdate("UPDATE T"),
            () -> statement.addBatch("UPDATE T"));

    assertThat(requests)
        .allSatisfy(request -> assertThatThrownBy(request).isInstanceOf(SQLException.class));
  }

  @Test
  void executeQueryOfAnUpdateChangesNothing() throws SQLException {
    PreparedStatement statement = prepared("UPDATE T");

    assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLException.class);
    assertThat(session.heard).containsExactly("prepare UPDATE T");
  }

  @Test
  void closingLetsGoOfThePlan() throws SQLException {
    PreparedStatement statement = prepared(INSERT);
    statement.close();

    assertThat(session.heard).containsExactly("prepare " + INSERT, "close " + INSERT);
    assertThatThrownBy(() -> statement.setInt(1, 1)).hasMessage("The statement is closed.");
    assertThatThrownBy(statement::executeUpdate).hasMessage("The statement is closed.");
  }

  @Test
  void aCallIsAPreparedStatementWithoutOutParameters() throws SQLException {
    var call = Connections.over(session).prepareCall("{call current_schema}");

    assertThat(session.heard).containsExactly("prepare CALL current_schema");
    assertThatThrownBy(() -> call.registerOutParameter(1, Types.INTEGER))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> call.setInt("A", 1))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> call.getInt(1)).isInstanceOf(SQLFeatureNotSupportedException.class);
  }
}
