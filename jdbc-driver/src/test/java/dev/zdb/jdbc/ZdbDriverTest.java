package dev.zdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.jdbc.url.ConnectionProperty;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class ZdbDriverTest {
  private final Driver driver = new ZdbDriver();

  @Test
  void theDriverIsFoundByItself() {
    assertThat(ServiceLoader.load(Driver.class))
        .anySatisfy(found -> assertThat(found).isInstanceOf(ZdbDriver.class));
  }

  @Test
  void onlyOurUrlsAreAccepted() throws SQLException {
    assertThat(driver.acceptsURL("jdbc:zdb:mem:")).isTrue();
    assertThat(driver.acceptsURL("jdbc:zdb:nonsense")).isTrue();
    assertThat(driver.acceptsURL("jdbc:h2:mem:")).isFalse();
    assertThat(driver.acceptsURL(null)).isFalse();
    assertThat(driver.connect("jdbc:h2:mem:", new Properties())).isNull();
    assertThat(driver.connect(null, null)).isNull();
    assertThatThrownBy(() -> driver.connect("jdbc:zdb:nonsense", null))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aFailureToOpenIsAnSqlException() {
    ZdbDriver failing =
        new ZdbDriver(
            url -> {
              throw SqlProblem.of(SqlErrorCode.DATABASE_IN_USE, "Another process holds it.");
            });

    assertThatThrownBy(() -> failing.connect("jdbc:zdb:file:x", null))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("55006"));
  }

  @Test
  void everyPropertyIsDescribedWithItsValue() throws SQLException {
    Properties given = new Properties();
    given.setProperty("lockTimeout", "3s");
    DriverPropertyInfo[] described = driver.getPropertyInfo("jdbc:zdb:mem:?create=never", given);

    assertThat(described).hasSameSizeAs(ConnectionProperty.values());
    assertThat(value(described, "create")).isEqualTo("never");
    assertThat(value(described, "lockTimeout")).isEqualTo("3s");
    assertThat(value(described, "durability")).isEqualTo("full");
    assertThat(described).allSatisfy(property -> assertThat(property.description).isNotBlank());
  }

  private static String value(DriverPropertyInfo[] described, String name) {
    return Arrays.stream(described)
        .filter(property -> property.name.equals(name))
        .findFirst()
        .orElseThrow()
        .value;
  }
}
