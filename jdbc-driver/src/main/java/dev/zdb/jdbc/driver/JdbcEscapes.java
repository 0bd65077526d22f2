package dev.zdb.jdbc.driver;

import dev.zdb.jdbc.driver.TranslatedSql.Piece;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Translates JDBC's escapes in braces into SQL: <code>{fn f(x)} {d '...'} {t '...'} {ts '...'} {oj
 * ...} {escape 'c'} {call p(...)} {limit n}</code>. Text in quotes and in comments is left alone.
 */
final class JdbcEscapes {
  private static final Map<String, String> LITERALS =
      Map.of(
          "d",
          "DATE ",
          "t",
          "TIME ",
          "ts",
          "TIMESTAMP ",
          "oj",
          "",
          "escape",
          "ESCAPE ",
          "call",
          "CALL ",
          "limit",
          "LIMIT ");
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "UCASE", "UPPER",
          "LCASE", "LOWER",
          "LENGTH", "CHAR_LENGTH",
          "IFNULL", "COALESCE",
          "LOG", "LN");

  /** Functions that SQL writes without parentheses. */
  private static final Map<String, String> CONSTANTS =
      Map.of(
          "NOW", "LOCALTIMESTAMP",
          "CURDATE", "CURRENT_DATE",
          "CURTIME", "LOCALTIME",
          "USER", "CURRENT_USER",
          "DATABASE", "CURRENT_CATALOG");

  private static final int DEEPEST = 100;

  private final String sql;
  private final StringBuilder translated;
  private final List<Piece> pieces = new ArrayList<>();
  private int at;
  private int depth;

  private JdbcEscapes(String sql) {
    this.sql = sql;
    this.translated = new StringBuilder(sql.length() + 16);
  }

  static TranslatedSql translate(String sql) throws SQLException {
    if (sql.indexOf('{') < 0) {
      return TranslatedSql.same(sql);
    }
    JdbcEscapes escapes = new JdbcEscapes(sql);
    while (escapes.at < sql.length()) {
      escapes.step();
    }
    return new TranslatedSql(sql, escapes.translated.toString(), escapes.pieces);
  }

  /** The text itself, which must have no escape. */
  static TranslatedSql requireNone(String sql) throws SQLException {
    JdbcEscapes scan = new JdbcEscapes(sql);
    while (scan.at < sql.length()) {
      if (sql.charAt(scan.at) == '{') {
        throw SqlExceptions.syntax(
            String.format(
                Locale.ROOT,
                "The JDBC escape at character %d cannot be read: escape processing is off.",
                scan.at + 1));
      }
      scan.step();
    }
    return TranslatedSql.same(sql);
  }

  private void step() throws SQLException {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"') {
      copyThrough(afterQuote(c));
    } else if (sql.startsWith("--", at)) {
      copyThrough(after("\n"));
    } else if (sql.startsWith("/*", at)) {
      copyThrough(after("*/"));
    } else if (c == '{') {
      escape();
    } else {
      copyThrough(at + 1);
    }
  }

  private void copyThrough(int end) {
    Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
    int shift = at - translated.length();
    if (last == null || !last.isCopied() || last.origin() - last.from() != shift) {
      pieces.add(new Piece(translated.length(), at, /* isCopied= */ true));
    }
    translated.append(sql, at, end);
    at = end;
  }

  private void write(String words, int origin) {
    pieces.add(new Piece(translated.length(), origin, /* isCopied= */ false));
    translated.append(words);
  }

  private int afterQuote(char quote) {
    int end = sql.indexOf(quote, at + 1);
    return end < 0 ? sql.length() : end + 1;
  }

  private int after(String end) {
    int found = sql.indexOf(end, at + 2);
    return found < 0 ? sql.length() : found + end.length();
  }

  private void escape() throws SQLException {
    int start = at;
    at++;
    depth++;
    if (depth > DEEPEST) {
      throw SqlExceptions.syntax(
          String.format(Locale.ROOT, "JDBC escapes are nested more than %d deep.", DEEPEST));
    }
    skipBlanks();
    if (at < sql.length() && sql.charAt(at) == '?') {
      throw SqlExceptions.unsupported("{? = call ...}, a call that gives a value back,");
    }
    String word = word().toLowerCase(Locale.ROOT);
    skipBlanks();
    if (word.equals("fn")) {
      function();
    } else if (LITERALS.containsKey(word)) {
      write(LITERALS.get(word), start);
    } else {
      throw SqlExceptions.syntax(
          String.format(
                  Locale.ROOT,
                  "The JDBC escape '{%s' at character %d is unknown; expected one of fn, d, t, ts,"
                      + " oj,",
                  word,
                  start + 1)
              + " escape, call, limit.");
    }
    while (at < sql.length() && sql.charAt(at) != '}') {
      step();
    }
    if (at == sql.length()) {
      throw SqlExceptions.syntax(
          String.format(
              Locale.ROOT,
              "The JDBC escape that begins at character %d lacks its '}'.",
              start + 1));
    }
    at++;
    depth--;
  }

  private void function() {
    int start = at;
    String name = word();
    String upper = name.toUpperCase(Locale.ROOT);
    String constant = CONSTANTS.get(upper);
    if (constant == null) {
      write(FUNCTIONS.getOrDefault(upper, name), start);
      return;
    }
    write(constant, start);
    int before = at;
    if (!skip('(') || !skip(')')) {
      at = before;
    }
  }

  private boolean skip(char c) {
    skipBlanks();
    if (at < sql.length() && sql.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private String word() {
    int start = at;
    while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
      at++;
    }
    return sql.substring(start, at);
  }

  private void skipBlanks() {
    while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
      at++;
    }
  }
}
