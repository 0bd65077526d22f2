package dev.zdb.sql.parse;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The root of the syntax tree of a {@link Statement}: Calcite's parser hands out nodes only. */
public final class StatementNode extends SqlCall {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("STATEMENT", SqlKind.OTHER_DDL);

  private final Statement statement;

  StatementNode(SqlParserPos position, Statement statement) {
    super(position);
    this.statement = statement;
  }

  public Statement statement() {
    return statement;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }

  static SqlProblem notSupported(SqlParserPos position, String what) {
    return SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "%s is not supported yet", what)
        .at(position.getLineNum(), position.getColumnNum());
  }
}
