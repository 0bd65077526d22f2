package dev.zdb.sql.parse;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What is wrong with a text that could not be read, in a sentence that names the thing. Calcite's
 * own go on with dozens of tokens that would have been right.
 */
final class SyntaxErrors {
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern UNEXPECTED =
      Pattern.compile("Encountered \"(.*)\" at line.*", Pattern.DOTALL);
  private static final Pattern KEYWORD =
      Pattern.compile("Incorrect syntax near the keyword '(.*)' at line.*", Pattern.DOTALL);
  private static final Pattern LEXICAL =
      Pattern.compile(
          "Lexical error at line.*Encountered: (<EOF>|\"(.*)\" \\(.*).*", Pattern.DOTALL);
  private static final Pattern TOO_LARGE =
      Pattern.compile("Literal '(.*)' can not be parsed to type 'java.lang.Integer'.*");
  private static final Pattern NOT_ALLOWED =
      Pattern.compile("(.*) is not allowed under the current SQL conformance level");

  /** What else Calcite says, in words of users. */
  private static final Map<String, String> SENTENCES =
      Map.of(
          "Expecting alias, found character literal", "a name is expected here, not a string",
          "Expected query or join", "a query or a join is expected in the parentheses",
          "Join expression encountered in illegal context", "a join cannot stand here");

  private SyntaxErrors() {}

  static SqlProblem of(SqlParseException e, String text) {
    if (e.getCause() instanceof SqlProblem problem) {
      return problem;
    }
    if (e.getCause() instanceof StackOverflowError || e.getMessage() == null) {
      return SqlProblem.causedBy(
          e, SqlErrorCode.TOO_COMPLEX, "the statement is nested too deep to be read");
    }
    SqlParserPos at = e.getPos();
    if (at == null) {
      return problem(e, text, /* end= */ 0);
    }
    int end = StatementText.offset(text, at.getLineNum(), at.getColumnNum());
    ForeignPhrases.Lack lack = ForeignPhrases.find(text, end);
    return lack == null
        ? problem(e, text, end).at(at.getLineNum(), at.getColumnNum())
        : lacking(e, text, lack);
  }

  private static SqlProblem lacking(SqlParseException e, String text, ForeignPhrases.Lack lack) {
    SqlParserPos at = StatementText.position(text, lack.offset());
    return SqlProblem.causedBy(
            e, SqlErrorCode.FEATURE_NOT_SUPPORTED, lack.name() + " is not supported yet")
        .at(at.getLineNum(), at.getColumnNum());
  }

  /** A statement that the grammar knows and nobody runs. */
  static SqlProblem notRun(SqlNode statement, String text) {
    return StatementNode.notSupported(
        statement.getParserPosition(), wordAt(text, ForeignPhrases.startOf(text)));
  }

  private static SqlProblem problem(SqlParseException e, String text, int end) {
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
    Matcher tooLarge = TOO_LARGE.matcher(firstLine);
    if (tooLarge.matches()) {
      return SqlProblem.causedBy(
          e,
          SqlErrorCode.NUMERIC_OUT_OF_RANGE,
          "the number " + tooLarge.group(1) + " is out of range");
    }
    return SqlProblem.causedBy(e, SqlErrorCode.SYNTAX, sentence(firstLine, text, end));
  }

  private static String sentence(String message, String text, int end) {
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
    if (message.startsWith("Non-query expression")) {
      boolean isFirst = end <= ForeignPhrases.startOf(text);
      return (isFirst ? "syntax error: no statement begins with " : "syntax error at ")
          + wordAt(text, end);
    }
    return "syntax error: " + SENTENCES.getOrDefault(message, message);
  }

  private static String unexpected(String token) {
    if (token.endsWith(" <EOF>")) {
      return "syntax error: the statement ends too early, behind "
          + token.substring(0, token.length() - " <EOF>".length());
    }
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

  /** The word, or what else stands there. */
  private static String wordAt(String text, int offset) {
    Matcher word = WORD.matcher(text).region(offset, text.length());
    return word.lookingAt()
        ? word.group().toUpperCase(Locale.ROOT)
        : text.substring(offset, Math.min(text.length(), offset + 1));
  }
}
