package dev.zdb.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.SqlType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ZdbResultSetTest {
  private ResultSet rows;

  @BeforeEach
  void open() throws SQLException {
    rows = query(new Object[] {1, "a", "x"}, new Object[] {2, "b", "y"});
  }

  private static ResultSet query(Object[]... rows) throws SQLException {
    FakeSession session =
        new FakeSession()
            .rows(
                "SELECT",
                List.of(
                    FakeSession.column("ID", SqlType.INTEGER),
                    FakeSession.column("Name", SqlType.VARCHAR),
                    FakeSession.column("NAME", SqlType.VARCHAR)),
                rows);
    return Connections.over(session).createStatement().executeQuery("SELECT");
  }

  @Test
  void rowsAreReadForwardOnce() throws SQLException {
    assertThat(rows.isBeforeFirst()).isTrue();
    assertThat(rows.getRow()).isZero();
    assertThat(rows.next()).isTrue();
    assertThat(rows.isBeforeFirst()).isFalse();
    assertThat(rows.isFirst()).isTrue();
    assertThat(rows.getRow()).isEqualTo(1);
    assertThat(rows.getInt(1)).isEqualTo(1);
    assertThat(rows.next()).isTrue();
    assertThat(rows.isFirst()).isFalse();
    assertThat(rows.getInt(1)).isEqualTo(2);
    assertThat(rows.next()).isFalse();
    assertThat(rows.isAfterLast()).isTrue();
    assertThat(rows.next()).isFalse();
    assertThat(rows.getRow()).isZero();
  }

  @Test
  void aResultWithoutRowsIsNeitherBeforeTheFirstNorAfterTheLast() throws SQLException {
    ResultSet none = query();

    assertThat(none.isBeforeFirst()).isFalse();
    assertThat(none.isAfterLast()).isFalse();
    assertThat(none.next()).isFalse();
  }

  @Test
  void aLabelMeansTheFirstColumnOfThatNameInAnyCase() throws SQLException {
    rows.next();

    assertThat(rows.findColumn("name")).isEqualTo(2);
    assertThat(rows.getString("NAME")).isEqualTo("a");
    assertThatThrownBy(() -> rows.getString("NONE"))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42703"));
  }

  @Test
  void aColumnThatIsNotThereIsRefused() throws SQLException {
    rows.next();

    assertThatThrownBy(() -> rows.getInt(0)).hasMessageContaining("There is no column 0");
    assertThatThrownBy(() -> rows.getInt(4)).hasMessageContaining("There is no column 4");
  }

  @Test
  void withoutACurrentRowNothingIsRead() throws SQLException {
    assertThatThrownBy(() -> rows.getInt(1)).hasMessageContaining("before its first row");
    while (rows.next()) {
      assertThat(rows.getInt(1)).isPositive();
    }
    assertThatThrownBy(() -> rows.getInt(1)).hasMessageContaining("after its last row");
  }

  @Test
  void theColumnsAreDescribed() throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();

    assertThat(columns.getColumnCount()).isEqualTo(3);
    assertThat(columns.getColumnLabel(2)).isEqualTo("Name");
    assertThat(columns.getColumnType(1)).isEqualTo(Types.INTEGER);
    assertThat(columns.getColumnTypeName(2)).isEqualTo("VARCHAR");
    assertThat(columns.getColumnClassName(2)).isEqualTo("java.lang.String");
    assertThat(columns.getTableName(1)).isEqualTo("T");
    assertThat(columns.getSchemaName(1)).isEqualTo("PUBLIC");
    assertThat(columns.getCatalogName(1)).isEqualTo("FAKE");
    assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNullable);
    assertThat(columns.isSigned(1)).isTrue();
    assertThat(columns.isReadOnly(1)).isTrue();
    assertThat(columns.getColumnDisplaySize(1)).isEqualTo(11);
    assertThatThrownBy(() -> columns.getColumnType(4)).isInstanceOf(SQLException.class);
  }

  @Test
  void aResultCanNeitherScrollNorBeChanged() throws SQLException {
    rows.next();
    List<ThrowingCallable> requests =
        List.of(
            rows::previous,
            rows::first,
            rows::last,
            rows::beforeFirst,
            rows::afterLast,
            rows::isLast,
            () -> rows.absolute(1),
            () -> rows.relative(1),
            () -> rows.updateInt(1, 1),
            () -> rows.updateString("NAME", "x"),
            rows::insertRow,
            rows::updateRow,
            rows::deleteRow,
            rows::moveToInsertRow);

    assertThat(requests)
        .allSatisfy(
            request ->
                assertThatThrownBy(request).isInstanceOf(SQLFeatureNotSupportedException.class));
    assertThat(rows.rowUpdated() || rows.rowInserted() || rows.rowDeleted()).isFalse();
  }

  @Test
  void everythingIsRefusedOnceAResultIsClosed() throws SQLException {
    rows.next();
    rows.close();
    rows.close();
    List<ThrowingCallable> requests =
        List.of(
            rows::next,
            () -> rows.getInt(1),
            () -> rows.getString("NAME"),
            rows::wasNull,
            rows::getMetaData,
            rows::getRow,
            rows::isBeforeFirst,
            rows::getStatement,
            rows::getType,
            rows::getConcurrency,
            rows::getFetchSize,
            rows::getFetchDirection,
            rows::getHoldability,
            rows::getWarnings,
            rows::clearWarnings);

    assertThat(rows.isClosed()).isTrue();
    assertThat(requests)
        .allSatisfy(
            request ->
                assertThatThrownBy(request)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("The result set is closed."));
  }
}
