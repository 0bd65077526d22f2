package dev.zdb.sql.parse;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** ORDER BY, OFFSET and LIMIT behind a query, which may be one in parentheses that has its own. */
final class OrderedQuery {
  private OrderedQuery() {}

  /**
   * The query with what stands behind it.
   *
   * @param at where that ends
   */
  static SqlNode of(
      SqlNode query,
      @Nullable SqlNodeList order,
      @Nullable SqlNode offset,
      @Nullable SqlNode fetch,
      SqlParserPos at) {
    if (!(query instanceof SqlOrderBy inner)) {
      SqlNodeList keys = order == null ? SqlNodeList.EMPTY : order;
      return new SqlOrderBy(at, selecting(query), keys, offset, fetch);
    }
    if (order != null || inner.offset != null || inner.fetch != null) {
      throw StatementNode.notSupported(
          at, "ORDER BY or LIMIT behind a query that has its own, but in FROM,");
    }
    return new SqlOrderBy(at, inner.query, inner.orderList, offset, fetch);
  }

  /** TABLE t as SELECT * FROM t: Calcite orders no other. */
  private static SqlNode selecting(SqlNode query) {
    if (query.getKind() != SqlKind.EXPLICIT_TABLE) {
      return query;
    }
    SqlParserPos at = query.getParserPosition();
    SqlNodeList all = SqlNodeList.of(SqlIdentifier.star(at));
    SqlNode table = ((SqlCall) query).operand(0);
    return new SqlSelect(
        at, null, all, table, null, null, null, null, null, null, null, null, null);
  }
}
