package dev.zdb.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ZdbDatabaseMetaDataTest {
  private final FakeSession session = new FakeSession();
  private DatabaseMetaData metaData;

  @BeforeEach
  void open() throws SQLException {
    metaData = Connections.over(session).getMetaData();
  }

  static Stream<Method> methods() {
    return Arrays.stream(DatabaseMetaData.class.getMethods());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noMethodThrows(Method method) {
    for (String text : new String[] {null, "", "%", "A\\_B"}) {
      @Nullable Object[] arguments = arguments(method, text);

      assertThatCode(() -> method.invoke(metaData, arguments)).doesNotThrowAnyException();
    }
  }

  private static @Nullable Object[] arguments(Method method, @Nullable String text) {
    if (method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")) {
      return new Object[] {DatabaseMetaData.class};
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      arguments.add(argument(type, text));
    }
    return arguments.toArray();
  }

  private static @Nullable Object argument(Class<?> type, @Nullable String text) {
    if (type == int.class) {
      return 1;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == String[].class) {
      return new String[] {"TABLE"};
    }
    return type == String.class ? text : null;
  }

  @Test
  void theProductIsNamed() throws SQLException {
    assertThat(metaData.getDatabaseProductName()).isEqualTo("ZDB");
    assertThat(metaData.getDatabaseProductVersion()).isEqualTo("3.14.1");
    assertThat(metaData.getDatabaseMajorVersion()).isEqualTo(3);
    assertThat(metaData.getDatabaseMinorVersion()).isEqualTo(14);
    assertThat(metaData.getJDBCMajorVersion()).isEqualTo(4);
    assertThat(metaData.getJDBCMinorVersion()).isEqualTo(3);
    assertThat(metaData.getURL()).isEqualTo("jdbc:zdb:mem:fake");
    assertThat(metaData.getUserName()).isEqualTo("ZDB");
    assertThat(metaData.storesUpperCaseIdentifiers()).isTrue();
    assertThat(metaData.getMaxColumnNameLength()).isEqualTo(128);
  }

  @Test
  void theOnlyCatalogIsTheOneOfTheConnection() throws SQLException {
    ResultSet catalogs = metaData.getCatalogs();

    assertThat(catalogs.next()).isTrue();
    assertThat(catalogs.getString("TABLE_CAT")).isEqualTo(metaData.getConnection().getCatalog());
    assertThat(catalogs.next()).isFalse();
  }

  @Test
  void kindsOfTableAreThoseOfJdbc() throws SQLException {
    List<String> kinds = new ArrayList<>();
    ResultSet rows = metaData.getTableTypes();
    while (rows.next()) {
      kinds.add(rows.getString(1));
    }

    assertThat(kinds).containsExactly("SYSTEM TABLE", "TABLE");
  }

  @Test
  void namesAreComparedExactlyUnlessThePatternOrAPercentSignSaysOtherwise() throws SQLException {
    metaData.getTables("A_B", "S_", null, new String[] {"TABLE", "NONE"});
    metaData.getPrimaryKeys(null, "S_", "T_");
    metaData.getPrimaryKeys("", null, "%");
    metaData.getIndexInfo(null, null, "T%", /* unique= */ true, /* approximate= */ false);

    assertThat(session.parameters)
        .containsExactly(
            List.of("A\\_B", "S_", "%", "", "BASE TABLE"),
            List.of("%", "S\\_", "T\\_"),
            List.of("", "%", "%"),
            List.of("%", "%", "T%", false));
  }

  @Test
  void anEmptyAnswerHasTheColumnsOfJdbc() throws SQLException {
    ResultSet keys = metaData.getImportedKeys(null, null, "T");
    ResultSetMetaData columns = keys.getMetaData();

    assertThat(columns.getColumnCount()).isEqualTo(14);
    assertThat(columns.getColumnLabel(9)).isEqualTo("KEY_SEQ");
    assertThat(columns.getColumnType(9)).isEqualTo(java.sql.Types.SMALLINT);
    assertThat(keys.next()).isFalse();
  }

  @Test
  void everyQueryHasItsFileAndEveryParameterItsValue() {
    for (MetadataQuery query : MetadataQuery.values()) {
      assertThat(query.sql())
          .as(query.name())
          .startsWith("SELECT")
          .contains("INFORMATION_SCHEMA.")
          .isEqualTo(query.sql().strip() + "\n");
      assertThat(query.sql().toLowerCase(Locale.ROOT)).doesNotContain("select *");
    }
  }
}
