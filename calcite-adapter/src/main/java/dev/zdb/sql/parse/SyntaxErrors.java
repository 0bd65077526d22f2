package dev.zdb.sql.parse;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a text that could not be read, in a sentence that names the thing. Calcite's
 * own go on with dozens of tokens that would have been right.
 */
final class SyntaxErrors {
  /** Statements of other databases: the first word, and the second where it tells them apart. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "ALTER",
          "ANALYZE",
          "COMMENT",
          "CREATE FUNCTION",
          "CREATE MATERIALIZED",
          "CREATE OR",
          "CREATE PROCEDURE",
          "CREATE ROLE",
          "CREATE SCHEMA",
          "CREATE SEQUENCE",
          "CREATE TEMP",
          "CREATE TEMPORARY",
          "CREATE TRIGGER",
          "CREATE USER",
          "CREATE VIEW",
          "DROP SCHEMA",
          "DROP SEQUENCE",
          "DROP USER",
          "DROP VIEW",
          "GRANT",
          "LOCK",
          "MERGE",
          "RELEASE",
          "RENAME",
          "REPLACE",
          "REVOKE",
          "SAVEPOINT",
          "SET",
          "SHOW",
          "TRUNCATE",
          "USE",
          "VACUUM");

  private static final Pattern FIRST_WORDS =
      Pattern.compile("\\s*([A-Za-z]+)(?:\\s+([A-Za-z]+))?.*", Pattern.DOTALL);
  private static final Pattern UNEXPECTED =
      Pattern.compile("Encountered \"(.*)\" at line.*", Pattern.DOTALL);
  private static final Pattern KEYWORD =
      Pattern.compile("Incorrect syntax near the keyword '(.*)' at line.*", Pattern.DOTALL);
  private static final Pattern LEXICAL =
      Pattern.compile(
          "Lexical error at line.*Encountered: (<EOF>|\"(.*)\" \\(.*).*", Pattern.DOTALL);
  private static final Pattern NOT_ALLOWED =
      Pattern.compile("(.*) is not allowed under the current SQL conformance level");

  private SyntaxErrors() {}

  static SqlProblem of(SqlParseException e, String text) {
    if (e.getCause() instanceof SqlProblem problem) {
      return problem;
    }
    SqlProblem problem = problem(e, text);
    SqlParserPos at = e.getPos();
    return at == null ? problem : problem.at(at.getLineNum(), at.getColumnNum());
  }

  private static SqlProblem problem(SqlParseException e, String text) {
    if (e.getCause() instanceof StackOverflowError || e.getMessage() == null) {
      return SqlProblem.causedBy(
          e, SqlErrorCode.TOO_COMPLEX, "the statement is nested too deep to be read");
    }
    String statement = unsupportedStatement(text);
    if (statement != null) {
      return SqlProblem.causedBy(
          e, SqlErrorCode.FEATURE_NOT_SUPPORTED, statement + " is not supported yet");
    }
    String message = String.valueOf(e.getMessage());
    if (e.getCause() instanceof CalciteContextException context && context.getCause() != null) {
      message = String.valueOf(context.getCause().getMessage());
    }
    String firstLine = message.lines().findFirst().orElse("").strip();
    Matcher notAllowed = NOT_ALLOWED.matcher(firstLine);
    if (notAllowed.matches()) {
      return SqlProblem.causedBy(
          e, SqlErrorCode.FEATURE_NOT_SUPPORTED, notAllowed.group(1) + " is not supported");
    }
    return SqlProblem.causedBy(e, SqlErrorCode.SYNTAX, sentence(firstLine, text));
  }

  private static @Nullable String unsupportedStatement(String text) {
    Matcher words = FIRST_WORDS.matcher(text);
    if (!words.matches()) {
      return null;
    }
    String first = words.group(1).toUpperCase(Locale.ROOT);
    String both = first + " " + String.valueOf(words.group(2)).toUpperCase(Locale.ROOT);
    return UNSUPPORTED.contains(first) ? first : UNSUPPORTED.contains(both) ? both : null;
  }

  private static String sentence(String message, String text) {
    Matcher keyword = KEYWORD.matcher(message);
    if (keyword.matches()) {
      return "syntax error at the keyword " + keyword.group(1);
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.matches()) {
      return unexpected(unescaped(unexpected.group(1)));
    }
    Matcher lexical = LEXICAL.matcher(message);
    if (lexical.matches()) {
      return lexical.group(2) == null
          ? "syntax error: the statement ends within a comment or a name"
          : "syntax error: no word begins with " + unescaped(lexical.group(2));
    }
    Matcher words = FIRST_WORDS.matcher(text);
    if (message.startsWith("Non-query expression") && words.matches()) {
      return "syntax error: no statement begins with " + words.group(1);
    }
    return "syntax error: " + message;
  }

  private static String unexpected(String token) {
    return switch (token) {
      case "<EOF>" -> "syntax error: the statement ends too early";
      case "'" -> "syntax error: the string that begins here has no end";
      case "\"" -> "syntax error: the quoted name that begins here has no end";
      default -> "syntax error at " + token;
    };
  }

  private static String unescaped(String token) {
    return token.replace("\\'", "'").replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
