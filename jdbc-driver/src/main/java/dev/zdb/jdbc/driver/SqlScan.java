package dev.zdb.jdbc.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A glance at a statement's beginning, for what must be known before it is executed.
 *
 * <p>It knows blanks, comments, words and quoted names, and never claims more than it has seen.
 */
final class SqlScan {
  private static final Set<String> QUERY_WORDS =
      Set.of("SELECT", "VALUES", "TABLE", "EXPLAIN", "CALL", "SHOW", "DESCRIBE");

  private final String sql;
  private int at;

  private SqlScan(String sql) {
    this.sql = sql;
  }

  /** Whether the statement surely gives rows, going by its first word. */
  static boolean beginsLikeQuery(String sql) {
    SqlScan scan = new SqlScan(sql);
    scan.skipBlanks();
    while (scan.skip('(')) {
      scan.skipBlanks();
    }
    return QUERY_WORDS.contains(scan.word());
  }

  /** The table that an INSERT names, schema first where there is one; empty if it is none. */
  static List<String> insertTarget(String sql) {
    SqlScan scan = new SqlScan(sql);
    List<String> names = new ArrayList<>();
    if (!scan.nextWordIs("INSERT") || !scan.nextWordIs("INTO")) {
      return names;
    }
    do {
      scan.skipBlanks();
      names.add(scan.name());
      scan.skipBlanks();
    } while (scan.skip('.'));
    return names;
  }

  private boolean nextWordIs(String expected) {
    skipBlanks();
    return word().equals(expected);
  }

  private String name() {
    if (!skip('"')) {
      return word();
    }
    StringBuilder name = new StringBuilder();
    while (at < sql.length()) {
      if (!skip('"')) {
        name.append(sql.charAt(at++));
      } else if (skip('"')) {
        name.append('"');
      } else {
        break;
      }
    }
    return name.toString();
  }

  private String word() {
    int start = at;
    while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
      at++;
    }
    return sql.substring(start, at).toUpperCase(Locale.ROOT);
  }

  private boolean skip(char c) {
    if (at < sql.length() && sql.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        at = end("\n");
      } else if (sql.startsWith("/*", at)) {
        at = end("*/");
      } else {
        return;
      }
    }
  }

  private int end(String mark) {
    int found = sql.indexOf(mark, at + 2);
    return found < 0 ? sql.length() : found + mark.length();
  }
}
