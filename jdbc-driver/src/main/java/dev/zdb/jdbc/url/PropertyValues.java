package dev.zdb.jdbc.url;

import static dev.zdb.jdbc.url.ConnectionProperty.AUTO_COMMIT;
import static dev.zdb.jdbc.url.ConnectionProperty.CACHE_SIZE;
import static dev.zdb.jdbc.url.ConnectionProperty.CREATE;
import static dev.zdb.jdbc.url.ConnectionProperty.DURABILITY;
import static dev.zdb.jdbc.url.ConnectionProperty.FETCH_SIZE;
import static dev.zdb.jdbc.url.ConnectionProperty.ISOLATION;
import static dev.zdb.jdbc.url.ConnectionProperty.LOCK_TIMEOUT;
import static dev.zdb.jdbc.url.ConnectionProperty.PAGE_SIZE;
import static dev.zdb.jdbc.url.ConnectionProperty.READ_ONLY;
import static dev.zdb.jdbc.url.ConnectionProperty.SCHEMA;
import static dev.zdb.jdbc.url.ConnectionProperty.TIME_ZONE;

import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionOptions.CommitDurability;
import dev.zdb.sql.api.SessionSettings;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was said of each property, and what it means.
 *
 * <p>Values are checked when they are read; {@link ConnectionUrl} reads all of them once, so that a
 * bad one is refused before anything is opened.
 */
public final class PropertyValues {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
  private static final int SMALLEST_PAGE = 256;
  private static final int LARGEST_PAGE = 65_536;

  private final Map<ConnectionProperty, String> said;

  PropertyValues(Map<ConnectionProperty, String> said) {
    this.said = new EnumMap<>(ConnectionProperty.class);
    this.said.putAll(said);
  }

  /** What was said, else the default. */
  public String text(ConnectionProperty property) {
    return said.getOrDefault(property, property.defaultValue());
  }

  /** How to open a database. */
  public DatabaseOptions databaseOptions() throws SQLException {
    Create create =
        switch (choice(CREATE)) {
          case "never" -> Create.NEVER;
          case "always" -> Create.ALWAYS;
          default -> Create.IF_MISSING;
        };
    return new DatabaseOptions(create, bytes(CACHE_SIZE), pageBytes());
  }

  /** How the session is to behave. */
  public SessionOptions sessionOptions() throws SQLException {
    return new SessionOptions(settings(), duration(LOCK_TIMEOUT), durability(), zone());
  }

  private SessionSettings settings() throws SQLException {
    IsolationLevel isolation =
        switch (choice(ISOLATION)) {
          case "repeatableRead" -> IsolationLevel.REPEATABLE_READ;
          case "serializable" -> IsolationLevel.SERIALIZABLE;
          default -> IsolationLevel.READ_COMMITTED;
        };
    return new SessionSettings(isTrue(AUTO_COMMIT), isolation, isTrue(READ_ONLY), schema());
  }

  private CommitDurability durability() throws SQLException {
    return switch (choice(DURABILITY)) {
      case "normal" -> CommitDurability.NORMAL;
      case "none" -> CommitDurability.NONE;
      default -> CommitDurability.FULL;
    };
  }

  private String schema() {
    String text = text(SCHEMA);
    boolean isQuoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    return isQuoted
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text.toUpperCase(Locale.ROOT);
  }

  private ZoneId zone() throws SQLException {
    String text = text(TIME_ZONE);
    try {
      return text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw refused(TIME_ZONE, "the name of a time zone such as Europe/Berlin or +01:00");
    }
  }

  /** A number of rows. */
  public int fetchSize() throws SQLException {
    Matcher matcher = quantity(FETCH_SIZE, "a number of rows");
    long rows = Long.parseLong(matcher.group(1));
    if (!matcher.group(2).isEmpty() || rows > Integer.MAX_VALUE) {
      throw refused(FETCH_SIZE, "a number of rows");
    }
    return (int) rows;
  }

  /** A length of time. */
  public Duration duration(ConnectionProperty property) throws SQLException {
    String expected = "milliseconds, or a number with the unit ms, s or min";
    Matcher matcher = quantity(property, expected);
    long factor =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "", "ms" -> 1;
          case "s" -> 1_000;
          case "min", "m" -> 60_000;
          default -> throw refused(property, expected);
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Integer.MAX_VALUE / factor) {
      throw refused(property, "at most " + Integer.MAX_VALUE + " ms");
    }
    return Duration.ofMillis(number * factor);
  }

  private long bytes(ConnectionProperty property) throws SQLException {
    if (text(property).isEmpty()) {
      return 0;
    }
    String expected = "bytes, or a number with the unit k, m or g";
    Matcher matcher = quantity(property, expected);
    int shift =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 0;
          case "k", "kb", "kib" -> 10;
          case "m", "mb", "mib" -> 20;
          case "g", "gb", "gib" -> 30;
          default -> throw refused(property, expected);
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw refused(property, expected);
    }
    return number << shift;
  }

  private int pageBytes() throws SQLException {
    long bytes = bytes(PAGE_SIZE);
    boolean isPage = bytes >= SMALLEST_PAGE && bytes <= LARGEST_PAGE && Long.bitCount(bytes) == 1;
    if (bytes != 0 && !isPage) {
      throw refused(PAGE_SIZE, "a power of two from 256 to 64k");
    }
    return (int) bytes;
  }

  private boolean isTrue(ConnectionProperty property) throws SQLException {
    return choice(property).equals("true");
  }

  /** Which of the property's choices was meant, spelled as in its list. */
  private String choice(ConnectionProperty property) throws SQLException {
    String text = text(property);
    for (String choice : property.choices()) {
      if (choice.equalsIgnoreCase(text)) {
        return choice;
      }
    }
    throw refused(property, "one of " + String.join(", ", property.choices()));
  }

  private Matcher quantity(ConnectionProperty property, String expected) throws SQLException {
    Matcher matcher = QUANTITY.matcher(text(property).strip());
    if (!matcher.matches()) {
      throw refused(property, expected);
    }
    return matcher;
  }

  private SQLException refused(ConnectionProperty property, String expected) {
    return ConnectionUrl.refused(
        String.format(
            Locale.ROOT,
            "The connection property %s is '%s'; expected %s.",
            property.key(),
            text(property),
            expected));
  }
}
