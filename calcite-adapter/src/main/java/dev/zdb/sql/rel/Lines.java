package dev.zdb.sql.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** What operators do, in words for people. */
final class Lines {
  /** A piece of a text, the character set that all texts have, or a column. */
  private static final Pattern TOKEN =
      Pattern.compile("(?:_UTF-8)?('[^']*+')| CHARACTER SET \"UTF-8\"|\\$(\\d+)");

  private Lines() {}

  /** An expression with the names of columns in it. */
  static String expression(RexNode expression, List<String> names) {
    return TOKEN
        .matcher(expression.toString())
        .replaceAll(match -> Matcher.quoteReplacement(token(match, names)));
  }

  private static String token(MatchResult match, List<String> names) {
    if (match.group(2) == null) {
      return match.group(1) == null ? "" : match.group(1);
    }
    int column = Integer.parseInt(match.group(2));
    return column < names.size() ? names.get(column) : match.group();
  }

  static String expression(RexNode expression, RelNode input) {
    return expression(expression, names(input));
  }

  /** The condition of a join. */
  static String on(RexNode condition, RelNode left, RelNode right) {
    List<String> names = new ArrayList<>(names(left));
    names.addAll(names(right));
    return condition.isAlwaysTrue() ? "" : " on " + expression(condition, names);
  }

  /** The names of a row's columns. */
  static List<String> names(RelNode rel) {
    return rel.getRowType().getFieldNames();
  }

  static String list(List<? extends RexNode> expressions, RelNode input) {
    return expressions.stream()
        .map(expression -> expression(expression, input))
        .collect(Collectors.joining(", "));
  }

  static String order(List<RelFieldCollation> keys, RelNode rel) {
    List<String> names = names(rel);
    return keys.stream()
        .map(
            key ->
                names.get(key.getFieldIndex()) + (key.getDirection().isDescending() ? " DESC" : ""))
        .collect(Collectors.joining(", "));
  }

  static String limits(@Nullable RexNode offset, @Nullable RexNode fetch) {
    return (fetch == null ? "" : " fetch " + fetch) + (offset == null ? "" : " offset " + offset);
  }

  /** How a join treats rows with and without a match. */
  static String kind(JoinRelType type) {
    return type == JoinRelType.LEFT_MARK ? "mark" : type.lowerName;
  }
}
