package dev.zdb.jdbc.url;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every property of a connection, once: URLs, {@code Properties}, the data source's setters, {@code
 * DriverPropertyInfo} and {@code docs/url.md} all come from this list.
 */
public enum ConnectionProperty {
  CREATE(
      "create",
      Scope.DATABASE,
      "ifMissing",
      "ifMissing|never|always",
      "What to do where there is no database: make one, refuse, or insist on a new one."),
  CACHE_SIZE(
      "cacheSize",
      Scope.STORE,
      "",
      "",
      "Memory for pages in bytes, or with a unit as in 64m or 1g; empty for the default."),
  PAGE_SIZE(
      "pageSize",
      Scope.STORE,
      "",
      "",
      "Bytes in a page of a new database, a power of two from 256 to 64k; empty for the default."),
  DURABILITY(
      "durability",
      Scope.SESSION,
      "full",
      "full|normal|none",
      "What an acknowledged commit survives: a power cut, the end of the process, nothing for"
          + " sure."),
  LOCK_TIMEOUT(
      "lockTimeout",
      Scope.SESSION,
      "10s",
      "",
      "How long a writer waits for another: milliseconds, or with a unit as in 500ms, 10s, 1min."),
  TIME_ZONE(
      "timeZone",
      Scope.SESSION,
      "",
      "",
      "Zone of CURRENT_TIMESTAMP and of java.sql dates and times, such as Europe/Berlin; empty for"
          + " the JVM's."),
  SCHEMA(
      "schema",
      Scope.SESSION,
      "PUBLIC",
      "",
      "The current schema, written as in SQL: folded to upper case unless in double quotes."),
  AUTO_COMMIT(
      "autoCommit",
      Scope.SESSION,
      "true",
      "true|false",
      "Whether each statement is a transaction of its own."),
  READ_ONLY(
      "readOnly",
      Scope.SESSION,
      "false",
      "true|false",
      "Whether statements that change something are refused."),
  ISOLATION(
      "isolation",
      Scope.SESSION,
      "readCommitted",
      "readUncommitted|readCommitted|repeatableRead|serializable",
      "How transactions are kept apart; readUncommitted is served as readCommitted."),
  FETCH_SIZE(
      "fetchSize",
      Scope.SESSION,
      "0",
      "",
      "Rows in a block over the wire unless a statement says otherwise; 0 for the default."),
  APPLICATION_NAME(
      "applicationName",
      Scope.SESSION,
      "",
      "",
      "What the application calls itself, for those who look at the server."),
  CONNECT_TIMEOUT(
      "connectTimeout",
      Scope.REMOTE,
      "10s",
      "",
      "How long to wait for a server to answer at first; 0 for ever."),
  SOCKET_TIMEOUT(
      "socketTimeout",
      Scope.REMOTE,
      "0",
      "",
      "How long to wait for any answer of a server before the connection is given up; 0 for ever."),
  USER(
      "user",
      Scope.SESSION,
      "",
      "",
      "The user's name. Accepted, and shown in metadata; there is no authentication yet."),
  PASSWORD(
      "password",
      Scope.SESSION,
      "",
      "",
      "The user's password. Accepted and ignored: there is no authentication yet.");

  private final String key;
  private final Scope scope;
  private final String defaultValue;
  private final String choices;
  private final String description;

  ConnectionProperty(
      String key, Scope scope, String defaultValue, String choices, String description) {
    this.key = key;
    this.scope = scope;
    this.defaultValue = defaultValue;
    this.choices = choices;
    this.description = description;
  }

  /** Whom a property concerns. */
  public enum Scope {
    /** The opening of a database, embedded or remote. */
    DATABASE,
    /** The opening of an embedded database; all who share it must agree. */
    STORE,
    /** This connection alone. */
    SESSION,
    /** Connections to a server; without effect on others. */
    REMOTE
  }

  /** The name in URLs and {@code Properties}, compared without regard to case. */
  public String key() {
    return key;
  }

  public Scope scope() {
    return scope;
  }

  public String defaultValue() {
    return defaultValue;
  }

  /** The only values allowed; empty if others are. */
  public List<String> choices() {
    return choices.isEmpty() ? List.of() : List.of(choices.split("\\|"));
  }

  public String description() {
    return description;
  }

  /** The property of that name, whatever its case. */
  public static Optional<ConnectionProperty> named(String name) {
    return Arrays.stream(values()).filter(p -> p.key.equalsIgnoreCase(name)).findFirst();
  }

  /**
   * Words that help who wrote the unknown name: the nearest known one, or where none is near, all.
   */
  static String adviceFor(String name) {
    List<String> known = Arrays.stream(values()).map(ConnectionProperty::key).toList();
    return NearestName.to(name, known)
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElseGet(() -> "known are " + String.join(", ", known) + ".");
  }

  /** The table of {@code docs/url.md}. */
  public static String asMarkdown() {
    List<String> lines = new ArrayList<>();
    lines.add("| property | default | values | concerns | meaning |");
    lines.add("|---|---|---|---|---|");
    for (ConnectionProperty property : values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %s | %s | %s |",
              property.key,
              property.defaultValue.isEmpty() ? "" : "`" + property.defaultValue + "`",
              property.choices.isEmpty() ? "" : "`" + property.choices.replace("|", "`, `") + "`",
              property.scope.name().toLowerCase(Locale.ROOT),
              property.description));
    }
    return String.join("\n", lines) + "\n";
  }
}
