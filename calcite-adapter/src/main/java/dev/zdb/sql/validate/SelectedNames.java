package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * Names in ORDER BY that several selected columns have. They stand for what is selected if that is
 * the same for all: {@code SELECT k, k FROM t ORDER BY k}.
 */
final class SelectedNames extends SqlShuttle {
  private final SqlNodeList items;

  private SelectedNames(SqlNodeList items) {
    this.items = items;
  }

  /** Says in the ORDER BY of a query what such names stand for. */
  static void spellOut(SqlSelect select) {
    SqlNodeList order = select.getOrderList();
    if (order != null) {
      select.setOrderBy((SqlNodeList) order.accept(new SelectedNames(select.getSelectList())));
    }
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    return call.isA(SqlKind.QUERY) ? call : super.visit(call);
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    List<SqlNode> named =
        items.stream()
            .filter(
                item -> name.isSimple() && name.getSimple().equals(SqlValidatorUtil.alias(item)))
            .map(SqlUtil::stripAs)
            .toList();
    if (named.size() < 2) {
      return name;
    }
    SqlNode first = named.get(0);
    if (!named.stream().allMatch(each -> each.equalsDeep(first, Litmus.IGNORE))) {
      throw ZdbValidator.at(
          SqlProblem.of(
              SqlErrorCode.AMBIGUOUS_COLUMN, "more than one selected column is called %s", name),
          name);
    }
    return first instanceof SqlLiteral ? name : first.clone(name.getParserPosition());
  }
}
