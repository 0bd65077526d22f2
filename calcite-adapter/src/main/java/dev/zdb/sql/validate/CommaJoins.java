package dev.zdb.sql.validate;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * The comma of FROM, which binds less than JOIN: the parser's tree of {@code a, b JOIN c} joins c
 * with a too. That is another answer where rows of c stay without a partner, or names are compared;
 * elsewhere the tree remains as it is.
 */
final class CommaJoins {
  private CommaJoins() {}

  /** A FROM in which such joins stand to the right of the comma. */
  static @Nullable SqlNode bindLess(@Nullable SqlNode from) {
    return bindLess(from, /* isWithin= */ false);
  }

  /** Within such a join, all joins of its left side stand behind their comma. */
  private static @Nullable SqlNode bindLess(@Nullable SqlNode from, boolean isWithin) {
    if (!(from instanceof SqlJoin join)) {
      return from;
    }
    boolean isOne = isWithin || isOther(join);
    SqlNode left = bindLess(join.getLeft(), isOne);
    join.setLeft(left);
    join.setRight(bindLess(join.getRight()));
    if (isOne
        && join.getJoinType() != JoinType.COMMA
        && left instanceof SqlJoin list
        && list.getJoinType() == JoinType.COMMA) {
      join.setLeft(list.getRight());
      list.setRight(join);
      return list;
    }
    return join;
  }

  private static boolean isOther(SqlJoin join) {
    return join.isNatural()
        || join.getConditionType() == JoinConditionType.USING
        || join.getJoinType().generatesNullsOnLeft();
  }
}
