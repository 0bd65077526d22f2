package dev.zdb.sql.parse;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Refuses short statements that planning would make endless ones of: it writes a query of WITH down
 * wherever that is read, an operand of COALESCE, NULLIF, BETWEEN, IN and CASE as often as it is
 * compared, and each grouping set of CUBE and ROLLUP; one within the other, these multiply.
 *
 * <p>Counts, without making them, the calls that there would be; names and literals cost nothing.
 *
 * <p><b>Failure:</b> {@link SqlErrorCode#TOO_COMPLEX} with the place.
 */
final class TreeLimits {
  /** Calls that are copies of others; a statement may have as many of its own as its text holds. */
  static final long MAX_COPIES = 4_000;

  static final long MAX_GROUPING_SETS = 4_096;

  /** Far above the limits, and so small that products of two do not overflow. */
  private static final long ENDLESS = 1L << 31;

  private final IdentityHashMap<SqlNode, Long> known = new IdentityHashMap<>();
  private Map<String, Long> queries = Map.of();
  private long calls;

  private TreeLimits() {}

  static void check(SqlNode statement) {
    new TreeLimits().size(statement);
  }

  /** How many calls a part of the statement will be. */
  private long size(@Nullable SqlNode node) {
    if (node instanceof SqlNodeList list) {
      return sizeOfAll(list);
    }
    if (node instanceof StatementNode ours) {
      return ours.statement() instanceof Statement.Explain explain ? size(explain.statement()) : 0;
    }
    if (!(node instanceof SqlCall call)) {
      return 0;
    }
    Long before = known.get(call);
    if (before != null) {
      return before;
    }
    calls++;
    long size = Math.min(1 + sizeOf(call), ENDLESS);
    if (size - calls > MAX_COPIES) {
      throw refused(
          call,
          "this would be planned with %d copies of its parts, the limit is %d",
          size - calls,
          MAX_COPIES);
    }
    known.put(call, size);
    return size;
  }

  private long sizeOfAll(Iterable<@Nullable SqlNode> nodes) {
    long sum = 0;
    for (SqlNode node : nodes) {
      sum += size(node);
    }
    return sum;
  }

  private long sizeOf(SqlCall call) {
    if (call instanceof SqlWith with) {
      return sizeOf(with);
    }
    if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
      return sizeOfTable(call.operand(0));
    }
    if (call instanceof SqlSelect select) {
      requireFewGroupingSets(select);
      return sizeOfTable(select.getFrom())
          + sizeOfAll(call.getOperandList())
          - size(select.getFrom());
    }
    long operands = sizeOfAll(call.getOperandList());
    return operands + copied(call);
  }

  private long sizeOf(SqlWith with) {
    Map<String, Long> around = queries;
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      long size = size(item.query);
      Map<String, Long> next = new HashMap<>(queries);
      next.put(item.name.getSimple(), size);
      queries = next;
    }
    long size = size(with.body);
    queries = around;
    return size;
  }

  /** What stands in FROM, where a name may be that of a query in WITH. */
  private long sizeOfTable(@Nullable SqlNode table) {
    if (table instanceof SqlIdentifier name) {
      return name.isSimple() ? queries.getOrDefault(name.getSimple(), 0L) : 0;
    }
    if (table instanceof SqlJoin join) {
      return 1
          + sizeOfTable(join.getLeft())
          + sizeOfTable(join.getRight())
          + size(join.getCondition());
    }
    return table instanceof SqlCall call && call.getKind() == SqlKind.AS
        ? sizeOfTable(call.operand(0))
        : size(table);
  }

  /** How many of its calls are written down once more when a call is said in simpler ones. */
  private long copied(SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (operands.isEmpty()) {
      return 0;
    }
    if (name.equals("COALESCE")) {
      return sizeOfAll(operands.subList(0, operands.size() - 1));
    }
    if (name.equals("NULLIF")) {
      return size(operands.get(0));
    }
    boolean isIn = call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN;
    return isIn && operands.get(1) instanceof SqlNodeList items
        ? Math.min(size(operands.get(0)), ENDLESS) * (items.size() - 1)
        : 0;
  }

  private static void requireFewGroupingSets(SqlSelect select) {
    SqlNodeList groups = select.getGroup();
    long sets = groups == null ? 1 : setsOfAll(groups);
    if (groups != null && sets > MAX_GROUPING_SETS) {
      throw refused(
          groups,
          "GROUP BY asks for %s grouping sets, the limit is %d",
          sets == ENDLESS ? "more than " + ENDLESS : sets,
          MAX_GROUPING_SETS);
    }
  }

  /** The sets of one element are combined with those of each other. */
  private static long setsOfAll(Iterable<SqlNode> elements) {
    long product = 1;
    for (SqlNode element : elements) {
      product = Math.min(product * sets(element), ENDLESS);
    }
    return product;
  }

  private static long sets(SqlNode element) {
    if (!(element instanceof SqlCall call)) {
      return 1;
    }
    List<SqlNode> operands = call.getOperandList();
    return switch (call.getKind()) {
      case CUBE -> operands.size() < 31 ? 1L << operands.size() : ENDLESS;
      case ROLLUP -> operands.size() + 1L;
      case GROUPING_SETS -> Math.min(operands.stream().mapToLong(TreeLimits::sets).sum(), ENDLESS);
      case GROUP_BY_DISTINCT -> setsOfAll(operands);
      default -> 1;
    };
  }

  private static SqlProblem refused(SqlNode where, String format, Object... facts) {
    SqlParserPos at = where.getParserPosition();
    return SqlProblem.of(SqlErrorCode.TOO_COMPLEX, format, facts)
        .at(at.getLineNum(), at.getColumnNum());
  }
}
