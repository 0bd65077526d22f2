package dev.zdb.sql.parse;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Phrases of the standard and of other databases that the grammar lacks. A text that could not be
 * read asks for one of them if it begins with one, or if reading ended within one: so nothing is
 * refused by them that can be read.
 */
final class ForeignPhrases {
  /** What is missing, and where in the text it was asked for. */
  record Lack(String name, int offset) {}

  /**
   * A phrase within statements that begin with some words.
   *
   * @param name what it is called; empty where its own words call it
   */
  private record Phrase(Pattern statement, Pattern words, String name) {}

  private static final int FLAGS = Pattern.CASE_INSENSITIVE;

  /** How far from the place where reading ended a phrase can begin or end. */
  private static final int REACH = 200;

  private static final Pattern BLANK_OR_REMARK =
      Pattern.compile("(?:\\s|--[^\r\n]*+|/\\*.*?\\*/)*+", Pattern.DOTALL);

  private static final Pattern STATEMENT =
      words(
          "ABORT|ALTER \\w+|ANALYZE|CHECKPOINT|CLOSE|COMMENT"
              + " ON|COPY|DEALLOCATE|DECLARE|DESC|DO|EXECUTE|FETCH|(?:CREATE|DROP)"
              + " (?:AGGREGATE|ALIAS|CAST|DATABASE|DOMAIN|EVENT|EXTENSION|FUNCTION|MATERIALIZED"
              + " VIEW|PROCEDURE|ROLE|SCHEMA|SEQUENCE|SYNONYM|TRIGGER|TYPE|USER|VIEW)|CREATE"
              + " (?:GLOBAL |LOCAL )?(?:TEMP|TEMPORARY) TABLE|CREATE UNLOGGED TABLE|CREATE OR"
              + " REPLACE \\w+|CREATE (?:BITMAP|CLUSTERED|FULLTEXT|SPATIAL) INDEX|EXPLAIN"
              + " (?:ANALYZE|ANALYSE|QUERY PLAN|VERBOSE)"
              + "|GRANT|KILL|LISTEN|LOAD|LOCK|MERGE|NOTIFY|OPTIMIZE|PRAGMA|PREPARE|REFRESH|REINDEX"
              + "|RELEASE|RENAME|REPLACE|REVOKE|SAVEPOINT|SET|SHOW|UNLOCK|UPSERT|USE|VACUUM");

  private static final String ANY = "";
  private static final String INSERT = "INSERT";
  private static final String UPDATE = "UPDATE";
  private static final String CHANGE = "INSERT|UPDATE|DELETE|WITH";
  private static final String TABLE = "CREATE TABLE";
  private static final String INDEX = "CREATE (?:UNIQUE )?INDEX";

  /** The first that fits is the one. */
  private static final List<Phrase> PHRASES =
      List.of(
          phrase(ANY, words("FOR (?:NO KEY |KEY )?(?:UPDATE|SHARE)|FOR (?:READ|FETCH) ONLY")),
          phrase(ANY, words("WITH TIES|PERCENT|DISTINCT ON|AS OF|COLLATE|CHARACTER SET")),
          phrase(ANY, words("CORRESPONDING|GROUP BY (?:ALL|DISTINCT)|(?:USE|FORCE) INDEX")),
          phrase(ANY, words("TOP \\d+"), "TOP"),
          phrase(ANY, signs("\\* (?!FROM\\b)\\w+ ?\\( ?\\w*"), "a list behind an asterisk"),
          phrase(ANY, signs("\\b(?:REGEXP|GLOB|MATCH) '"), "a pattern other than that of LIKE"),
          phrase(ANY, signs("::|\\*\\*|==|<=>|>>|\\|\\|?/|!?~~?\\*?")),
          phrase(ANY, signs("->>?|#>>?|@>|<@"), "an operator of JSON"),
          phrase(ANY, signs("\\||(?<=[\\w)'\"]\\s{0,9})(?<!SELECT\\s{0,9})#|@@?\\w+")),
          phrase(ANY, signs("\\[ ?\\d* ?]"), "an array"),
          phrase(ANY, signs("\\bIN ?\\( ?\\)"), "an empty list behind IN"),
          phrase(ANY, signs("\\b\\d+ (?:BYTE|OCTETS)\\b"), "a length in bytes"),
          phrase("SELECT|" + CHANGE, signs("\\bWITH ?\\( ?\\w+"), "a hint behind a table"),
          phrase(CHANGE, signs("\\bRETURNING \\S+"), "RETURNING"),
          phrase("WITH", words(CHANGE + "|MERGE"), "WITH before a change of rows"),
          phrase(INSERT, words("ON CONFLICT|ON DUPLICATE KEY")),
          phrase(INSERT, words("OVERRIDING (?:SYSTEM|USER) VALUE|INSERT (?:OR \\w+|IGNORE)")),
          phrase(INSERT, words("SET"), "INSERT .. SET"),
          phrase("SELECT|WITH", words("INTO"), "SELECT .. INTO"),
          phrase(UPDATE, words("FROM"), "UPDATE .. FROM"),
          phrase(
              UPDATE,
              words("(?:(?:INNER|CROSS|LEFT|RIGHT|FULL) (?:OUTER )?)?JOIN"),
              "UPDATE of a join"),
          phrase("DELETE", words("USING"), "DELETE .. USING"),
          phrase(
              "UPDATE|DELETE", words("ORDER BY|LIMIT"), "ORDER BY or LIMIT in UPDATE and DELETE"),
          phrase(INDEX, words("NULLS (?:FIRST|LAST)|INCLUDE|USING \\w+")),
          phrase(INDEX, words("INDEX CONCURRENTLY \\w+"), "CONCURRENTLY"),
          phrase(INDEX, words("WHERE"), "an index of some rows"),
          phrase(
              INDEX,
              signs("(?<=[(,]\\s{0,9}\\w{0,99}\\s{0,9})[-+*/|(]"),
              "an index on expressions"),
          phrase(
              TABLE,
              signs("(?:\\([^()]*\\) )?\\bAS [ (]*(?:SELECT|WITH|VALUES|TABLE)\\b"),
              "CREATE TABLE .. AS"),
          phrase(TABLE, signs("\\bAS ?\\("), "a computed column"),
          phrase(TABLE, signs("\\bWITH ?\\("), "WITH (..) behind a table"),
          phrase(TABLE, signs("\\b(?:INDEX|KEY) ?\\w* ?\\("), "an index within CREATE TABLE"),
          phrase(
              TABLE,
              words(
                  "LIKE|INHERITS|ENGINE|TABLESPACE|COMMENT|EXCLUDE|ZEROFILL|PARTITION BY"
                      + "|WITHOUT ROWID|ON (?:COMMIT|CONFLICT|DELETE|UPDATE)|(?:NOT )?DEFERRABLE"
                      + "|INITIALLY (?:DEFERRED|IMMEDIATE)|MINVALUE|MAXVALUE|CYCLE|CACHE")),
          phrase("TRUNCATE", words("RESTART IDENTITY|CASCADE")),
          phrase("DROP", signs(","), "a list of names in DROP"),
          phrase("DROP", words("ON"), "DROP INDEX .. ON"),
          phrase("EXPLAIN", signs("\\( ?(?:ANALYZE|ANALYSE|VERBOSE)"), "EXPLAIN with options"),
          phrase("BEGIN|START", words("ISOLATION LEVEL|READ (?:ONLY|WRITE)")),
          phrase("COMMIT|ROLLBACK", words("AND (?:NO )?CHAIN")),
          phrase("ROLLBACK", words("TO"), "ROLLBACK TO SAVEPOINT"));

  private ForeignPhrases() {}

  /** Where the first word of a text begins. */
  static int startOf(String text) {
    Matcher blank = BLANK_OR_REMARK.matcher(text);
    return blank.lookingAt() ? blank.end() : 0;
  }

  /** What a text asks for whose reading ended at an offset; null if it is none of these. */
  static @Nullable Lack find(String text, int end) {
    int start = startOf(text);
    Matcher statement = STATEMENT.matcher(text).region(start, text.length());
    if (statement.lookingAt()) {
      return new Lack(asWritten(statement), start);
    }
    for (Phrase phrase : PHRASES) {
      if (phrase.statement().matcher(text).region(start, text.length()).lookingAt()) {
        int from = Math.max(start, end - REACH);
        Matcher words = phrase.words().matcher(text);
        words.region(from, Math.max(from, Math.min(text.length(), end + REACH)));
        while (words.find()) {
          if (words.start() <= end && end < words.end()) {
            String name = phrase.name().isEmpty() ? asWritten(words) : phrase.name();
            return new Lack(name, words.start());
          }
        }
      }
    }
    return null;
  }

  private static String asWritten(Matcher found) {
    return found.group().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }

  private static Phrase phrase(String statement, Pattern words) {
    return phrase(statement, words, "");
  }

  private static Phrase phrase(String statement, Pattern words, String name) {
    return new Phrase(words(statement), words, name);
  }

  /** Whole words; a blank stands for any white space. */
  private static Pattern words(String words) {
    return signs("(?:\\b(?:" + words + ")\\b)");
  }

  private static Pattern signs(String signs) {
    return Pattern.compile(signs.replace(" ?", "\\s*").replace(" ", "\\s+"), FLAGS);
  }
}
