package dev.zdb.jdbc.driver;

import static dev.zdb.jdbc.convert.Arguments.required;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and texts made fit to stand in a statement. */
public interface Quoting extends Statement {
  /** Whether the database reads the word, of Latin letters, digits and underscores, as a name. */
  boolean isName(String word) throws SQLException;

  @Override
  default boolean isSimpleIdentifier(@Nullable String identifier) throws SQLException {
    String name = required(identifier, "identifier");
    return Words.SIMPLE.matcher(name).matches() && isName(name);
  }

  /** Puts a name in quotes unless it is in quotes already, or need not be and may stay so. */
  @Override
  default String enquoteIdentifier(@Nullable String identifier, boolean alwaysQuote)
      throws SQLException {
    String name = required(identifier, "identifier");
    if (Words.QUOTED.matcher(name).matches() || (!alwaysQuote && isSimpleIdentifier(name))) {
      return name;
    }
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw SqlExceptions.invalidArgument("An identifier is empty or has a character NUL.");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  default String enquoteLiteral(@Nullable String text) throws SQLException {
    return "'" + required(text, "text").replace("'", "''") + "'";
  }

  @Override
  default String enquoteNCharLiteral(@Nullable String text) throws SQLException {
    return enquoteLiteral(text);
  }

  /** What names look like. */
  final class Words {
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,127}");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\0]|\"\")++\"", Pattern.DOTALL);

    private Words() {}
  }
}
