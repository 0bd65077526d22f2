package dev.zdb.jdbc.url;

import dev.zdb.sql.api.DatabaseTarget;
import dev.zdb.sql.api.SqlErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code jdbc:zdb:} URL, understood. A URL only ever names things: nothing in it is run.
 *
 * <pre>
 *   jdbc:zdb:mem:                     a database in memory for one connection
 *   jdbc:zdb:mem:NAME                 one that the JVM shares
 *   jdbc:zdb:file:PATH                a directory; so are ./PATH, ../PATH, /PATH and ~/PATH
 *   jdbc:zdb://HOST[:PORT]/DATABASE   a database of a server
 * </pre>
 *
 * Options follow after {@code ?} or {@code ;}, separated by {@code &} or {@code ;}. NAME, PATH and
 * the options' values are percent-decoded. What the URL says comes before what the {@code
 * Properties} say.
 *
 * @param text the URL as given, without its options, fit to be shown
 * @param warnings names in the {@code Properties} that mean nothing to us
 */
public record ConnectionUrl(
    String text, Target target, PropertyValues properties, List<String> warnings) {
  /** What all our URLs begin with, whatever its case. */
  public static final String PREFIX = "jdbc:zdb:";

  /** Where a server listens unless told otherwise. */
  public static final int DEFAULT_PORT = 5490;

  private static final String FORMS =
      "expected jdbc:zdb:mem:, jdbc:zdb:mem:NAME, jdbc:zdb:file:PATH or"
          + " jdbc:zdb://HOST:PORT/DATABASE";
  private static final Pattern SERVER =
      Pattern.compile("//(\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:/]+)(?::(\\d{1,5}))?/([^/]+)/?");
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Pattern WINDOWS_DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");
  private static final int LARGEST_PORT = 65_535;

  /** Where a database is. */
  public sealed interface Target {}

  /** In this JVM. */
  public record Embedded(DatabaseTarget database) implements Target {}

  /** At the other end of a socket. An IPv6 host stands without its brackets. */
  public record Remote(String host, int port, String database) implements Target {}

  public static boolean isOurs(String url) {
    return url.regionMatches(/* ignoreCase= */ true, 0, PREFIX, 0, PREFIX.length());
  }

  /** The URL of a database in a directory; what else would mean something in it is encoded. */
  public static String ofDirectory(Path directory) {
    String path = directory.toString().replace("%", "%25").replace("?", "%3F").replace(";", "%3B");
    return PREFIX + "file:" + path;
  }

  /** Understands a URL of ours, or refuses it with SQLSTATE 08001 and the reason. */
  public static ConnectionUrl parse(String url, Properties given) throws SQLException {
    int optionsAt = optionsOf(url);
    String shown = url.substring(0, optionsAt);
    if (!isOurs(url)) {
      throw refused(
          String.format(Locale.ROOT, "The URL '%s' is not one of ZDB; %s.", shown, FORMS));
    }
    List<String> warnings = new ArrayList<>();
    Map<ConnectionProperty, String> said = inProperties(given, warnings);
    said.putAll(inUrl(url.substring(optionsAt)));
    PropertyValues values = new PropertyValues(said);
    requireSound(values);
    return new ConnectionUrl(shown, target(shown), values, List.copyOf(warnings));
  }

  /** Where the options begin: they may hold a password and are not shown. */
  private static int optionsOf(String url) {
    for (int at = 0; at < url.length(); at++) {
      if (url.charAt(at) == '?' || url.charAt(at) == ';') {
        return at;
      }
    }
    return url.length();
  }

  private static void requireSound(PropertyValues values) throws SQLException {
    values.databaseOptions();
    values.sessionOptions();
    values.fetchSize();
    values.duration(ConnectionProperty.CONNECT_TIMEOUT);
    values.duration(ConnectionProperty.SOCKET_TIMEOUT);
  }

  private static Target target(String url) throws SQLException {
    String place = url.substring(PREFIX.length());
    if (place.startsWith("//")) {
      return server(url, place);
    }
    if (startsWith(place, "mem:")) {
      String name = decoded(place.substring("mem:".length()), "name");
      return new Embedded(
          name.isEmpty()
              ? new DatabaseTarget.PrivateMemory()
              : new DatabaseTarget.NamedMemory(name));
    }
    if (startsWith(place, "file:")) {
      return directory(url, place.substring("file:".length()));
    }
    if (isBarePath(place)) {
      return directory(url, place);
    }
    throw refused(String.format(Locale.ROOT, "The URL '%s' names no database; %s.", url, FORMS));
  }

  private static boolean startsWith(String place, String word) {
    return place.regionMatches(/* ignoreCase= */ true, 0, word, 0, word.length());
  }

  private static boolean isBarePath(String place) {
    return place.startsWith("/")
        || place.startsWith("./")
        || place.startsWith("../")
        || place.equals("~")
        || place.startsWith("~/")
        || place.startsWith(".\\")
        || place.startsWith("..\\")
        || place.startsWith("~\\")
        || WINDOWS_DRIVE.matcher(place).matches();
  }

  private static Target directory(String url, String path) throws SQLException {
    if (path.isEmpty()) {
      throw refused(
          String.format(
              Locale.ROOT, "The URL '%s' lacks the path of a directory after file:.", url));
    }
    boolean isAtHome = path.equals("~") || path.startsWith("~/") || path.startsWith("~\\");
    String plain = decoded(isAtHome ? path.substring(1) : path, "path");
    String full = isAtHome ? System.getProperty("user.home") + plain : plain;
    try {
      return new Embedded(new DatabaseTarget.Directory(Path.of(full)));
    } catch (InvalidPathException invalid) {
      throw refused(
          String.format(
              Locale.ROOT,
              "The URL '%s' has a path that this system does not allow: %s.",
              url,
              invalid.getReason()));
    }
  }

  private static Target server(String url, String place) throws SQLException {
    Matcher matcher = SERVER.matcher(place);
    if (!matcher.matches()) {
      throw refused(
          String.format(
              Locale.ROOT,
              "The URL '%s' does not name a server's database; expected"
                  + " jdbc:zdb://HOST:PORT/DATABASE.",
              url));
    }
    String host = matcher.group(1);
    String plainHost = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String database = matcher.group(3);
    if (!DATABASE.matcher(database).matches()) {
      throw refused(
          String.format(
                  Locale.ROOT,
                  "The database name '%s' is not allowed; expected a letter, then up to 62 letters,"
                      + " digits",
                  database)
              + " or underscores.");
    }
    return new Remote(plainHost, port(url, matcher.group(2)), database);
  }

  private static int port(String url, String digits) throws SQLException {
    int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
    if (port < 1 || port > LARGEST_PORT) {
      throw refused(
          String.format(
              Locale.ROOT, "The URL '%s' names port %d; expected 1 to 65535.", url, port));
    }
    return port;
  }

  private static Map<ConnectionProperty, String> inProperties(
      Properties given, List<String> warnings) {
    Map<ConnectionProperty, String> said = new EnumMap<>(ConnectionProperty.class);
    for (String name : given.stringPropertyNames()) {
      Optional<ConnectionProperty> property = ConnectionProperty.named(name);
      if (property.isPresent()) {
        said.put(property.get(), given.getProperty(name));
      } else {
        warnings.add(
            String.format(
                Locale.ROOT,
                "The connection property '%s' is unknown and ignored; %s",
                name,
                ConnectionProperty.adviceFor(name)));
      }
    }
    return said;
  }

  private static Map<ConnectionProperty, String> inUrl(String options) throws SQLException {
    Map<ConnectionProperty, String> said = new EnumMap<>(ConnectionProperty.class);
    for (String option : options.split("[?;&]", -1)) {
      if (!option.isBlank()) {
        addOption(option.strip(), said);
      }
    }
    return said;
  }

  private static void addOption(String option, Map<ConnectionProperty, String> said)
      throws SQLException {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    ConnectionProperty property =
        ConnectionProperty.named(name)
            .orElseThrow(
                () ->
                    refused(
                        String.format(
                            Locale.ROOT,
                            "The URL's option '%s' is unknown; %s",
                            name,
                            ConnectionProperty.adviceFor(name))));
    if (equals < 0) {
      throw refused(
          String.format(Locale.ROOT, "The URL's option '%s' lacks '=' and a value.", name));
    }
    String value = decoded(option.substring(equals + 1), "option '" + name + "'");
    String earlier = said.put(property, value);
    if (earlier != null && !earlier.equals(value)) {
      throw refused(String.format(Locale.ROOT, "The URL's option '%s' is given twice.", name));
    }
  }

  /** Undoes percent-encoding, of UTF-8; a plus stays a plus. */
  private static String decoded(String text, String part) throws SQLException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer plain = ByteBuffer.allocate(encoded.length);
    for (int at = 0; at < encoded.length; at++) {
      if (encoded[at] != '%') {
        plain.put(encoded[at]);
        continue;
      }
      int high = at + 2 < encoded.length ? Character.digit(encoded[at + 1], 16) : -1;
      int low = at + 2 < encoded.length ? Character.digit(encoded[at + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw refused(
            String.format(
                Locale.ROOT,
                "The URL's %s has a '%%' that two hexadecimal digits do not follow; write %%25"
                    + " for the sign itself.",
                part));
      }
      plain.put((byte) (high << 4 | low));
      at += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(plain.flip()).toString();
    } catch (CharacterCodingException notText) {
      throw refused(String.format(Locale.ROOT, "The URL's %s is not UTF-8 once decoded.", part));
    }
  }

  static SQLException refused(String reason) {
    return new SQLNonTransientConnectionException(
        reason, SqlErrorCode.CONNECTION_FAILED.sqlState());
  }
}
