package dev.zdb.jdbc.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a table as a user writes it: {@code t}, {@code s.t} or {@code "My Table"}.
 *
 * @param parts the schema, if one is named, and the table, as they are stored
 */
record TableName(List<String> parts) {
  private static final Pattern PART =
      Pattern.compile("\\G(?:\"((?:[^\"]|\"\")+)\"|([^\".\\s]+))(\\.|$)");

  /**
   * Reads a name; what is not quoted is folded to upper case.
   *
   * @throws IllegalArgumentException where this is no name
   */
  static TableName parse(String text) {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(text);
    boolean ended = false;
    while (!ended && part.find()) {
      String quoted = part.group(1);
      parts.add(
          quoted == null ? part.group(2).toUpperCase(Locale.ROOT) : quoted.replace("\"\"", "\""));
      ended = part.group(3).isEmpty();
    }
    if (!ended || parts.size() > 2) {
      throw new IllegalArgumentException("'" + text + "' is no name of a table");
    }
    return new TableName(List.copyOf(parts));
  }

  /** The table's own name. */
  String name() {
    return parts.get(parts.size() - 1);
  }

  /** The schema that is named, else the one given. */
  String schema(String otherwise) {
    return parts.size() == 2 ? parts.get(0) : otherwise;
  }

  /** How the name stands in a statement. */
  String sql() {
    return String.join(".", parts.stream().map(TableName::quoted).toList());
  }

  /** A name of anything, quoted. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The name without quotes. */
  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
