package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/**
 * Says the columns that joins by USING and NATURAL have in common by the columns of their sides.
 * Calcite knows them in the list of a SELECT alone, and there for two tables.
 */
final class CommonColumns extends SqlShuttle {
  /** How a column is said at a place. */
  private interface Spelling extends Function<SqlParserPos, SqlNode> {}

  private final Map<String, Spelling> spellings;
  private final Predicate<String> isElse;

  /** Of names that do not stand for something else. */
  private CommonColumns(Map<String, Spelling> spellings, Predicate<String> isElse) {
    this.spellings = spellings;
    this.isElse = isElse;
  }

  /** Says them in all clauses of a query, whose FROM is validated already. */
  static void spellOut(SqlSelect query, SqlValidatorImpl validator) {
    if (query.getFrom() instanceof SqlJoin join && isByNames(join)) {
      SelectScope scope = (SelectScope) validator.getWhereScope(query);
      Sides sides = new Sides(validator, scope.getChildren().iterator());
      Map<String, Spelling> spellings = sides.columnsOf(join);
      spellings.keySet().retainAll(sides.common);
      spellOut(query, spellings);
    }
  }

  /**
   * The conditions of joins by names that an outer join before has in common already, of which
   * Calcite would compare but the first table's.
   */
  static Map<SqlJoin, SqlNode> conditionsOf(SqlSelect query, SqlValidatorImpl validator) {
    if (query.getFrom() instanceof SqlJoin join && isByNames(join)) {
      SelectScope scope = (SelectScope) validator.getWhereScope(query);
      Sides sides = new Sides(validator, scope.getChildren().iterator());
      sides.columnsOf(join);
      return sides.conditions;
    }
    return Map.of();
  }

  /** Joins by a condition what was joined by names. */
  static void joinOn(SqlJoin join, SqlNode condition) {
    SqlParserPos at = join.getParserPosition();
    join.setOperand(1, SqlLiteral.createBoolean(/* b= */ false, at));
    join.setOperand(4, JoinConditionType.ON.symbol(at));
    join.setOperand(5, condition);
  }

  private static boolean isByNames(SqlNode from) {
    return from instanceof SqlJoin join
        && (join.isNatural()
            || join.getConditionType() == JoinConditionType.USING
            || isByNames(join.getLeft())
            || isByNames(join.getRight()));
  }

  private static void spellOut(SqlSelect query, Map<String, Spelling> spellings) {
    CommonColumns columns = new CommonColumns(spellings, name -> false);
    query.setWhere(columns.in(query.getWhere()));
    query.setGroupBy((SqlNodeList) columns.in(query.getGroup()));
    query.setHaving(columns.in(query.getHaving()));
    SqlNodeList items = query.getSelectList();
    Set<String> shown = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String name = SqlValidatorUtil.alias(items.get(i));
      if (name != null) {
        shown.add(name);
      }
      items.set(i, columns.item(items.get(i)));
    }
    // ORDER BY prefers the names of items; those of an asterisk, whose own is empty, are names too.
    Predicate<String> isItem = name -> shown.contains(name) || shown.contains("");
    CommonColumns behind = new CommonColumns(spellings, isItem);
    query.setOrderBy((SqlNodeList) behind.in(query.getOrderList()));
  }

  private SqlNode item(SqlNode item) {
    SqlNode spelled = in(item);
    return spelled != item && item instanceof SqlIdentifier name
        ? SqlStdOperatorTable.AS.createCall(item.getParserPosition(), spelled, name)
        : spelled;
  }

  private <N extends @Nullable SqlNode> SqlNode in(N clause) {
    return clause == null ? clause : clause.accept(this);
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier name) {
    Spelling spelling =
        name.isSimple() && !isElse.test(name.getSimple()) ? spellings.get(name.getSimple()) : null;
    return spelling == null ? name : spelling.apply(name.getParserPosition());
  }

  /** Visits no names that are no expressions, and no queries, whose names are their own first. */
  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call.isA(SqlKind.QUERY)) {
      return call;
    }
    CallCopyingArgHandler arguments = new CallCopyingArgHandler(call, /* alwaysCopy= */ false);
    call.getOperator().acceptCall(this, call, /* onlyExpressions= */ true, arguments);
    return arguments.result();
  }

  /** The columns of what is joined, by name. */
  private static final class Sides {
    private final SqlValidatorImpl validator;
    private final Iterator<SqlValidatorNamespace> tables;

    /** Names that a join has in common. */
    final Set<String> common = new HashSet<>();

    /** Of joins by names that are in common below them. */
    final Map<SqlJoin, SqlNode> conditions = new LinkedHashMap<>();

    /** Of tables in the order in which they are joined. */
    Sides(SqlValidatorImpl validator, Iterator<SqlValidatorNamespace> tables) {
      this.validator = validator;
      this.tables = tables;
    }

    /** The columns that one name means; those that it does not mean alone are not among them. */
    Map<String, Spelling> columnsOf(SqlNode from) {
      if (!(from instanceof SqlJoin join)) {
        return columnsOf(String.valueOf(SqlValidatorUtil.alias(from)), tables.next());
      }
      Map<String, Spelling> all = columnsOf(join.getLeft());
      Map<String, Spelling> right = columnsOf(join.getRight());
      List<String> names = validator.usingNames(join);
      Set<String> shared = names == null ? Set.of() : Set.copyOf(names);
      shared.forEach(name -> requireOne(name, join, all, right));
      if (shared.stream().anyMatch(common::contains)) {
        conditions.put(join, equal(shared, all, right, join.getParserPosition()));
      }
      right.forEach(
          (name, column) ->
              all.merge(
                  name,
                  column,
                  (one, other) -> shared.contains(name) ? either(join, one, other) : null));
      common.addAll(shared);
      return all;
    }

    private static Map<String, Spelling> columnsOf(String table, SqlValidatorNamespace rows) {
      Map<String, Spelling> columns = new HashMap<>();
      for (String name : rows.getRowType().getFieldNames()) {
        columns.put(name, at -> new SqlIdentifier(List.of(table, name), at));
      }
      return columns;
    }

    private static void requireOne(
        String name, SqlJoin join, Map<String, Spelling> left, Map<String, Spelling> right) {
      if (!left.containsKey(name) || !right.containsKey(name)) {
        String text = "the column %s is in more than one of the tables";
        SqlNode place = join.getCondition() == null ? join : join.getCondition();
        throw ZdbValidator.at(SqlProblem.of(SqlErrorCode.AMBIGUOUS_COLUMN, text, name), place);
      }
    }

    private static SqlNode equal(
        Set<String> names,
        Map<String, Spelling> left,
        Map<String, Spelling> right,
        SqlParserPos at) {
      SqlNode all = SqlLiteral.createBoolean(/* b= */ true, at);
      for (String name : names) {
        List<SqlNode> sides =
            Stream.of(left, right).map(side -> side.get(name)).map(s -> s.apply(at)).toList();
        all =
            SqlStdOperatorTable.AND.createCall(
                at, all, SqlStdOperatorTable.EQUALS.createCall(at, sides));
      }
      return all;
    }

    /** The side that has a value in each row, or what of both has one. */
    private static Spelling either(SqlJoin join, Spelling left, Spelling right) {
      return switch (join.getJoinType()) {
        case FULL ->
            at -> SqlStdOperatorTable.COALESCE.createCall(at, left.apply(at), right.apply(at));
        case RIGHT -> right;
        default -> left;
      };
    }
  }
}
