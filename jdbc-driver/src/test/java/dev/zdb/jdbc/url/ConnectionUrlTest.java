package dev.zdb.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.jdbc.url.ConnectionUrl.Embedded;
import dev.zdb.jdbc.url.ConnectionUrl.Remote;
import dev.zdb.jdbc.url.ConnectionUrl.Target;
import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.DatabaseTarget.Directory;
import dev.zdb.sql.api.DatabaseTarget.NamedMemory;
import dev.zdb.sql.api.DatabaseTarget.PrivateMemory;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionOptions.CommitDurability;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionUrlTest {
  private static ConnectionUrl parse(String url) throws SQLException {
    return ConnectionUrl.parse(url, new Properties());
  }

  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of("jdbc:zdb:mem:", new Embedded(new PrivateMemory())),
        Arguments.of("JDBC:ZDB:MEM:", new Embedded(new PrivateMemory())),
        Arguments.of("jdbc:zdb:mem:shop", new Embedded(new NamedMemory("shop"))),
        Arguments.of("jdbc:zdb:mem:shop?create=never", new Embedded(new NamedMemory("shop"))),
        Arguments.of("jdbc:zdb:mem:;create=never", new Embedded(new PrivateMemory())),
        directory("jdbc:zdb:file:/var/shop", "/var/shop"),
        directory("jdbc:zdb:file:shop", "shop"),
        directory("jdbc:zdb:file:~/shop", System.getProperty("user.home") + "/shop"),
        directory("jdbc:zdb:./shop", "./shop"),
        directory("jdbc:zdb:../shop", "../shop"),
        directory("jdbc:zdb:/var/shop", "/var/shop"),
        directory("jdbc:zdb:~/shop", System.getProperty("user.home") + "/shop"),
        directory("jdbc:zdb:/var/my shop;readOnly=true", "/var/my shop"),
        directory("jdbc:zdb:/var/my%20shop", "/var/my shop"),
        directory("jdbc:zdb:file:/a%3Fb%3bc%25/caf%C3%A9 d+e", "/a?b;c%/caf\u00e9 d+e"),
        Arguments.of("jdbc:zdb://db.example/shop", new Remote("db.example", 5490, "shop")),
        Arguments.of("jdbc:zdb://db.example:99/Shop_1", new Remote("db.example", 99, "Shop_1")),
        Arguments.of("jdbc:zdb://127.0.0.1:5491/shop/", new Remote("127.0.0.1", 5491, "shop")),
        Arguments.of("jdbc:zdb://[::1]/shop", new Remote("::1", 5490, "shop")),
        Arguments.of(
            "jdbc:zdb://[fe80::1]:77/shop?create=never", new Remote("fe80::1", 77, "shop")));
  }

  private static Arguments directory(String url, String path) {
    return Arguments.of(url, new Embedded(new Directory(Path.of(path))));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aUrlNamesOneDatabase(String url, Target target) throws SQLException {
    assertThat(parse(url).target()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:zdb:",
        "jdbc:zdb:shop",
        "jdbc:zdb:res:shop",
        "jdbc:zdb:file:",
        "jdbc:zdb://",
        "jdbc:zdb://host",
        "jdbc:zdb://host/",
        "jdbc:zdb://host/1shop",
        "jdbc:zdb://host/a/b",
        "jdbc:zdb://host/..",
        "jdbc:zdb://:5490/shop",
        "jdbc:zdb://host:0/shop",
        "jdbc:zdb://host:65536/shop",
        "jdbc:zdb://host:999999/shop",
        "jdbc:zdb://host:x/shop",
        "jdbc:zdb://::1/shop",
        "jdbc:h2:mem:shop",
        "jdbc:zdb:file:a\u0000b"
      })
  void aUrlThatNamesNoDatabaseIsRefused(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("08001"));
  }

  @ParameterizedTest
  @CsvSource({
    "lockTimeOut, lockTimeout",
    "locktimeout, lockTimeout",
    "LOCKTIMEOUT, lockTimeout",
  })
  void namesOfOptionsMayHaveAnyCase(String name, String key) {
    assertThat(ConnectionProperty.named(name))
        .hasValueSatisfying(property -> assertThat(property.key()).isEqualTo(key));
  }

  @ParameterizedTest
  @CsvSource({
    "creat, create",
    "lock_timeout, lockTimeout",
    "timezone2, timeZone",
    "usr, user",
    "passwd, password",
    "readonly1, readOnly",
    "cachesise, cacheSize"
  })
  void anUnknownOptionIsRefusedNamingTheNearest(String name, String nearest) {
    assertThatThrownBy(() -> parse("jdbc:zdb:mem:?" + name + "=1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("did you mean '" + nearest + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "nosuch", "a", ""})
  void anOptionThatIsNearToNoneIsRefusedNamingAll(String name) {
    assertThatThrownBy(() -> parse("jdbc:zdb:mem:?" + name + "=1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("'" + name + "' is unknown; known are create, cacheSize,")
        .hasMessageNotContaining("did you mean");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create=maybe",
        "create",
        "create=never&create=always",
        "cacheSize=much",
        "cacheSize=10q",
        "cacheSize=999999999999999999g",
        "pageSize=1000",
        "pageSize=128k",
        "pageSize=1",
        "durability=some",
        "lockTimeout=soon",
        "lockTimeout=10h",
        "lockTimeout=999999999999999999",
        "lockTimeout=-1",
        "timeZone=Mars/Olympus",
        "timeZone=%",
        "timeZone=%4",
        "timeZone=%zz",
        "timeZone=%ff",
        "readOnly=perhaps",
        "autoCommit=1",
        "isolation=none",
        "fetchSize=all",
        "fetchSize=3s",
        "fetchSize=99999999999",
        "connectTimeout=x",
        "socketTimeout=x"
      })
  void aValueThatMeansNothingIsRefusedNamingTheOption(String option) {
    String name = option.split("=", -1)[0];

    assertThatThrownBy(() -> parse("jdbc:zdb:mem:?" + option))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("08001"))
        .hasMessageContaining(name);
  }

  @Test
  void optionsMayFollowAQuestionMarkOrASemicolon() throws SQLException {
    PropertyValues asQuery = parse("jdbc:zdb:mem:x?create=never&lockTimeout=2s").properties();
    PropertyValues asList = parse("jdbc:zdb:mem:x;CREATE=NEVER;lockTimeout=2000").properties();

    assertThat(asQuery.databaseOptions()).isEqualTo(asList.databaseOptions());
    assertThat(asQuery.sessionOptions()).isEqualTo(asList.sessionOptions());
    assertThat(asQuery.sessionOptions().lockTimeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void valuesArePercentDecoded() throws SQLException {
    ConnectionUrl url =
        parse("jdbc:zdb:mem:?applicationName=caf%C3%A9%20%26%3b+1&timeZone=Europe%2FBerlin");

    assertThat(url.properties().text(ConnectionProperty.APPLICATION_NAME)).isEqualTo("café &;+1");
    assertThat(url.properties().sessionOptions().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws SQLException {
    PropertyValues values = parse("jdbc:zdb:mem:").properties();

    assertThat(values.databaseOptions()).isEqualTo(DatabaseOptions.defaults());
    assertThat(values.sessionOptions()).isEqualTo(SessionOptions.defaults());
    assertThat(values.duration(ConnectionProperty.CONNECT_TIMEOUT)).hasSeconds(10);
    assertThat(values.duration(ConnectionProperty.SOCKET_TIMEOUT)).isZero();
    assertThat(values.fetchSize()).isZero();
  }

  @Test
  void everyOptionReachesItsSetting() throws SQLException {
    PropertyValues values =
        parse(
                "jdbc:zdb:file:x?create=always&cacheSize=64m&pageSize=4k&durability=none"
                    + "&lockTimeout=500ms&schema=stock&autoCommit=false&readOnly=true"
                    + "&isolation=serializable&fetchSize=7&socketTimeout=1min")
            .properties();

    assertThat(values.databaseOptions())
        .isEqualTo(new DatabaseOptions(Create.ALWAYS, 64 << 20, 4096));
    SessionOptions session = values.sessionOptions();
    assertThat(session.durability()).isEqualTo(CommitDurability.NONE);
    assertThat(session.lockTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(session.settings().schema()).isEqualTo("STOCK");
    assertThat(session.settings().autoCommit()).isFalse();
    assertThat(session.settings().readOnly()).isTrue();
    assertThat(session.settings().isolation()).isEqualTo(IsolationLevel.SERIALIZABLE);
    assertThat(values.fetchSize()).isEqualTo(7);
    assertThat(values.duration(ConnectionProperty.SOCKET_TIMEOUT)).hasMinutes(1);
  }

  @Test
  void aSchemaInDoubleQuotesKeepsItsCase() throws SQLException {
    PropertyValues values = parse("jdbc:zdb:mem:?schema=%22My%22%22s%22").properties();

    assertThat(values.sessionOptions().settings().schema()).isEqualTo("My\"s");
  }

  @Test
  void theUrlComesBeforeTheProperties() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("CREATE", "always");
    properties.setProperty("user", "ann");
    ConnectionUrl url = ConnectionUrl.parse("jdbc:zdb:mem:x?create=never", properties);

    assertThat(url.properties().databaseOptions().create()).isEqualTo(Create.NEVER);
    assertThat(url.properties().text(ConnectionProperty.USER)).isEqualTo("ann");
    assertThat(url.warnings()).isEmpty();
  }

  @Test
  void anUnknownNameInThePropertiesIsIgnoredWithAWarning() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("JavaDriverClass", "dev.zdb.jdbc.ZdbDriver");

    assertThat(ConnectionUrl.parse("jdbc:zdb:mem:", properties).warnings())
        .singleElement()
        .asString()
        .contains("JavaDriverClass");
  }

  @Test
  void neitherTheShownUrlNorARefusalTellsAPassword() throws SQLException {
    assertThat(parse("jdbc:zdb:mem:x?password=secret").text()).isEqualTo("jdbc:zdb:mem:x");
    assertThatThrownBy(() -> parse("jdbc:zdb:nowhere?password=secret"))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> parse("jdbc:h2:mem:x;password=secret"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void aPercentSignInAPathStartsAnEncodedByte() {
    assertThatThrownBy(() -> parse("jdbc:zdb:file:/tmp/100%"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("The URL's path has a '%'")
        .hasMessageContaining("%25");
  }

  @Test
  void theUrlOfADirectoryNamesThatDirectory() throws SQLException {
    Path odd = Path.of("/tmp/50% off?;x=y&z #1");

    assertThat(parse(ConnectionUrl.ofDirectory(odd)).target())
        .isEqualTo(new Embedded(new Directory(odd)));
  }
}
