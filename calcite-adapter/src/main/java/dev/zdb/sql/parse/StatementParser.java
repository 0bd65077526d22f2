package dev.zdb.sql.parse;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.IOException;
import java.util.EnumSet;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.util.SourceStringReader;

/**
 * Reads the text of a statement into a syntax tree: a {@link StatementNode} for the statements that
 * are ours, one of Calcite's nodes for queries, INSERT, UPDATE and DELETE.
 *
 * <p><b>Threads:</b> any. <b>Failure:</b> {@link SqlErrorCode#SYNTAX} and its like with the place.
 */
public final class StatementParser {
  private final SqlParser.Config config;

  public StatementParser(SqlConformance conformance) {
    this.config =
        SqlParser.config()
            .withParserFactory(GeneratedParser.FACTORY)
            .withConformance(conformance)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.TO_UPPER)
            .withQuotedCasing(Casing.UNCHANGED)
            .withIdentifierMaxLength(TextLimits.MAX_LENGTH);
  }

  /**
   * Reads one statement; a semicolon may follow it.
   *
   * @param stopCheck asked again and again while it is read; what it throws ends the reading
   */
  public SqlNode parse(String text, Runnable stopCheck) {
    TextLimits.check(text);
    if (text.isEmpty()) {
      throw SqlProblem.of(SqlErrorCode.SYNTAX, "there is no statement in the text");
    }
    SqlNodeList statements;
    try {
      statements = SqlParser.create(new Stoppable(text, stopCheck), config).parseStmtList();
    } catch (SqlParseException e) {
      throw SyntaxErrors.of(e, text);
    }
    if (statements.size() == 0) {
      throw SqlProblem.of(SqlErrorCode.SYNTAX, "there is no statement in the text");
    }
    if (statements.size() > 1) {
      SqlParserPos second = statements.get(1).getParserPosition();
      throw SqlProblem.of(SqlErrorCode.SYNTAX, "one statement at a time is executed")
          .at(second.getLineNum(), second.getColumnNum());
    }
    SqlNode statement = statements.get(0);
    if (!isRun(statement)) {
      throw SyntaxErrors.notRun(statement, text);
    }
    TreeLimits.check(statement);
    return statement;
  }

  private static boolean isRun(SqlNode statement) {
    return statement instanceof StatementNode
        || statement.isA(SqlKind.QUERY)
        || statement.isA(EnumSet.of(SqlKind.INSERT, SqlKind.UPDATE, SqlKind.DELETE));
  }

  /**
   * Hands the text to the parser bit by bit, so that it looks between them whether to go on. The
   * limits of texts bound what it does with one of them.
   */
  private static final class Stoppable extends SourceStringReader {
    private static final int BIT = 512;

    private final Runnable stopCheck;

    Stoppable(String text, Runnable stopCheck) {
      super(text);
      this.stopCheck = stopCheck;
    }

    @Override
    public int read(char[] to, int offset, int length) throws IOException {
      stopCheck.run();
      return super.read(to, offset, Math.min(length, BIT));
    }
  }

  /** Reads an expression, such as that of a DEFAULT or a CHECK. */
  public SqlNode parseExpression(String text) {
    try {
      SqlNode expression = SqlParser.create(text, config).parseExpression();
      TreeLimits.check(expression);
      return expression;
    } catch (SqlParseException e) {
      throw SyntaxErrors.of(e, text);
    }
  }
}
