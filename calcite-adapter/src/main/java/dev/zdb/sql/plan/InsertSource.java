package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The rows of an INSERT as a query: those written or selected, and the DEFAULTs behind them. */
final class InsertSource {
  private final TableDef table;
  private final SqlInsert insert;
  private final Assignments assignments;

  /** The columns of the table in the order in which the query has them. */
  private final List<Integer> columns = new ArrayList<>();

  private final SqlNode query;

  /** How many of the columns the statement gives; DEFAULTs stand behind them. */
  private final int given;

  InsertSource(TableDef table, SqlInsert insert, Assignments assignments) {
    this.table = table;
    this.insert = insert;
    this.assignments = assignments;
    SqlNodeList named = insert.getTargetColumnList();
    SqlNode source = insert.getSource();
    boolean isAllDefaults = isValues(source) && ((SqlCall) source).operandCount() == 0;
    if (named != null) {
      named.forEach(name -> addColumn((SqlIdentifier) name));
    } else if (!isAllDefaults) {
      for (int i = 0; i < table.columns().size(); i++) {
        columns.add(i);
      }
    }
    this.given = columns.size();
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnDef column = table.columns().get(i);
      boolean hasDefault = column.defaultSql() != null && column.identity() == Identity.NONE;
      if ((hasDefault || isAllDefaults) && !columns.contains(i)) {
        columns.add(i);
      }
    }
    this.query = isValues(source) ? values((SqlCall) source) : selected(source);
  }

  private void addColumn(SqlIdentifier name) {
    int column = ModificationPlanner.columnOf(table, name);
    if (columns.contains(column)) {
      throw Translation.problem(
          name, SqlErrorCode.DUPLICATE_COLUMN, "column %s is named twice", name);
    }
    columns.add(column);
  }

  /** The query to check and convert. */
  SqlNode query() {
    return query;
  }

  /** Where the query has a column of the table, -1 for nowhere: it becomes NULL. */
  int placeOf(int column) {
    return columns.indexOf(column);
  }

  /** What stands in the text for a column of the query, in its first row if there are several. */
  SqlNode written(int place) {
    SqlNode source = insert.getSource();
    if (isValues(source)) {
      return ((SqlCall) ((SqlCall) query).operand(0)).operand(place);
    }
    SqlNodeList items = source instanceof SqlSelect select ? select.getSelectList() : null;
    return items != null && place < items.size() ? items.get(place) : source;
  }

  /** Whether its rows stand in the statement itself, so that there is nothing to optimise. */
  boolean isWrittenOut() {
    return isValues(insert.getSource());
  }

  private static boolean isValues(SqlNode source) {
    return source.getKind() == SqlKind.VALUES;
  }

  private SqlNode values(SqlCall values) {
    List<SqlNode> rows = new ArrayList<>();
    if (values.operandCount() == 0) {
      rows.add(row(List.of(), values.getParserPosition()));
    }
    for (SqlNode written : values.getOperandList()) {
      List<SqlNode> items =
          written.getKind() == SqlKind.ROW
              ? ((SqlCall) written).getOperandList()
              : List.of(written);
      requireCount(items.size(), written);
      rows.add(row(items, written.getParserPosition()));
    }
    return SqlStdOperatorTable.VALUES.createCall(values.getParserPosition(), rows);
  }

  private SqlNode row(List<SqlNode> items, SqlParserPos at) {
    List<SqlNode> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SqlNode item = i < items.size() ? items.get(i) : SqlStdOperatorTable.DEFAULT.createCall(at);
      row.add(assignments.value(item, table.columns().get(columns.get(i))));
    }
    return SqlStdOperatorTable.ROW.createCall(at, row);
  }

  private SqlNode selected(SqlNode source) {
    for (int i = 0; i < given; i++) {
      if (table.columns().get(columns.get(i)).identity() == Identity.ALWAYS) {
        throw Translation.problem(
            source,
            SqlErrorCode.GENERATED_ALWAYS,
            "column %s is GENERATED ALWAYS and takes no value but DEFAULT",
            table.columns().get(columns.get(i)).name());
      }
    }
    SqlNode typed = source instanceof SqlSelect select ? typed(select) : source;
    if (given == columns.size()) {
      return typed;
    }
    SqlParserPos at = source.getParserPosition();
    SqlNodeList items = new SqlNodeList(at);
    items.add(SqlIdentifier.star(at));
    for (int i = given; i < columns.size(); i++) {
      SqlNode byDefault = SqlStdOperatorTable.DEFAULT.createCall(at);
      items.add(assignments.value(byDefault, table.columns().get(columns.get(i))));
    }
    SqlNode from = SqlStdOperatorTable.AS.createCall(at, typed, new SqlIdentifier("SOURCE", at));
    return new SqlSelect(
        at, null, items, from, null, null, null, null, null, null, null, null, null);
  }

  /** Gives parameters and literals in the SELECT list the types of their columns. */
  private SqlNode typed(SqlSelect select) {
    SqlNodeList items = select.getSelectList();
    boolean hasStar =
        items.stream().anyMatch(item -> item instanceof SqlIdentifier name && name.isStar());
    if (hasStar) {
      return select;
    }
    requireCount(items.size(), select);
    SqlNodeList typed = new SqlNodeList(items.getParserPosition());
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      ColumnDef column = table.columns().get(columns.get(i));
      if (item instanceof SqlBasicCall call && call.getKind() == SqlKind.AS) {
        call.setOperand(0, assignments.value(call.operand(0), column));
        typed.add(call);
      } else {
        typed.add(assignments.value(item, column));
      }
    }
    select.setSelectList(typed);
    return select;
  }

  /** Refuses a query of another number of columns; only validation counts those of asterisks. */
  void requireWidth(int width) {
    requireCount(width - (columns.size() - given), insert.getSource());
  }

  private void requireCount(int found, SqlNode where) {
    if (found != given) {
      throw Translation.problem(
          where,
          SqlErrorCode.SYNTAX,
          "INSERT into %s has %d values for %d columns",
          table.name(),
          found,
          given);
    }
  }
}
