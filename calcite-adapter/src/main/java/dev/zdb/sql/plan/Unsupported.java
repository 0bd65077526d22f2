package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.Map;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what parses but cannot be run yet, while its place in the text is still known: relational
 * algebra knows none.
 */
final class Unsupported {
  private static final Map<SqlKind, String> WORDS =
      Map.ofEntries(
          Map.entry(SqlKind.OVER, "window functions are"),
          Map.entry(SqlKind.TABLESAMPLE, "TABLESAMPLE is"),
          Map.entry(SqlKind.MATCH_RECOGNIZE, "MATCH_RECOGNIZE is"),
          Map.entry(SqlKind.UNNEST, "UNNEST is"),
          Map.entry(SqlKind.SNAPSHOT, "FOR SYSTEM_TIME is"),
          Map.entry(SqlKind.COLLECTION_TABLE, "TABLE(function) is"),
          Map.entry(SqlKind.EXTEND, "EXTEND is"),
          Map.entry(SqlKind.NEXT_VALUE, "NEXT VALUE is"),
          Map.entry(SqlKind.CURRENT_VALUE, "CURRENT VALUE is"),
          Map.entry(SqlKind.CURSOR, "CURSOR is"),
          Map.entry(SqlKind.ARRAY_VALUE_CONSTRUCTOR, "ARRAY is"),
          Map.entry(SqlKind.ARRAY_QUERY_CONSTRUCTOR, "ARRAY is"),
          Map.entry(SqlKind.MAP_VALUE_CONSTRUCTOR, "MAP is"),
          Map.entry(SqlKind.MAP_QUERY_CONSTRUCTOR, "MAP is"),
          Map.entry(SqlKind.MULTISET_VALUE_CONSTRUCTOR, "MULTISET is"),
          Map.entry(SqlKind.MULTISET_QUERY_CONSTRUCTOR, "MULTISET is"));

  private Unsupported() {}

  /** Fails with the first thing that cannot be run, if there is any. */
  static void refuseIn(SqlNode statement) {
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            String words = wordsFor(call);
            if (words != null) {
              throw Translation.problem(
                  call, SqlErrorCode.FEATURE_NOT_SUPPORTED, "%s not supported yet", words);
            }
            return super.visit(call);
          }
        });
  }

  private static @Nullable String wordsFor(SqlCall call) {
    if (call instanceof SqlJoin join
        && (join.getJoinType() == JoinType.ASOF || join.getJoinType() == JoinType.LEFT_ASOF)) {
      return "ASOF JOIN is";
    }
    if (call instanceof SqlWithItem item && readsItself(item)) {
      return "a WITH that reads itself is";
    }
    return WORDS.get(call.getKind());
  }

  private static boolean readsItself(SqlWithItem item) {
    boolean[] found = {false};
    if (item.recursive.booleanValue()) {
      item.query.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
              found[0] |= name.isSimple() && name.getSimple().equals(item.name.getSimple());
              return null;
            }
          });
    }
    return found[0];
  }

  /**
   * The same refusal with a place: what only relational algebra shows, where the statement begins.
   */
  static SqlProblem placed(SqlProblem problem, SqlNode statement) {
    boolean hasPlace = problem.line() > 0 || problem.code() != SqlErrorCode.FEATURE_NOT_SUPPORTED;
    SqlParserPos at = statement.getParserPosition();
    return hasPlace ? problem : problem.at(at.getLineNum(), at.getColumnNum());
  }
}
