package dev.zdb.sql.rel;

import dev.zdb.kv.api.Direction;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.rule.Estimates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A way to a table's rows.
 *
 * @param index null for the table's own key
 * @param order in which the rows come
 * @param rows how many entries are visited, about
 * @param cost in rows read one after another
 */
record AccessPath(
    @Nullable IndexDef index,
    KeyMatcher match,
    Direction direction,
    List<RelFieldCollation> order,
    boolean isWholeKey,
    double rows,
    double cost) {
  /** How much dearer it is to fetch a row by its key than to read the next one. */
  static final double FETCH_COST = 20;

  /** What it costs to begin a scan. */
  private static final double START_COST = 1;

  /** What sorting costs a row. */
  private static final double SORT_COST = 2;

  /**
   * What is asked of a table.
   *
   * @param conditions all of which must be true
   * @param restrictions what they say of single columns
   * @param read all columns that are read
   * @param rows how many rows there are, about
   */
  record Question(
      TableDef table,
      List<RexNode> conditions,
      Map<Integer, List<Restriction>> restrictions,
      ImmutableBitSet read,
      Wish wish,
      RelDataType row,
      double rows) {

    /** Whether it is asked anew for each row of an outer query. */
    boolean isRepeated() {
      return conditions.stream().anyMatch(RexUtil::containsCorrelation);
    }

    /** The share of the rows in the bounds of a key for which the other conditions are true. */
    double passing(KeyMatcher match) {
      return conditions.stream()
          .filter(condition -> !match.used().contains(condition))
          .mapToDouble(Estimates::selectivity)
          .reduce(1, (a, b) -> a * b);
    }
  }

  /** The way to rows that have no key to walk along. */
  static AccessPath everything(double rows) {
    KeyMatcher unrestricted = new KeyMatcher(List.of(), List.of(), Set.of());
    return new AccessPath(
        null, unrestricted, Direction.FORWARD, List.of(), /* isWholeKey= */ false, rows, rows);
  }

  /** Whether it leads to one row at most, by the table's own key. */
  boolean isLookup() {
    return index == null && isWholeKey && match.isSinglePrefix();
  }

  /**
   * The cheapest way, or two of which the values decide.
   *
   * @param path the way; where there is another, that by an index whose rows are few enough
   * @param otherwise the way along the table's own key where they are not
   */
  record Choice(AccessPath path, @Nullable AccessPath otherwise) {}

  /** The cheapest way, or two where how many rows the values lead to decides between them. */
  static Choice choose(Question question) {
    TableDef table = question.table();
    AccessPath whole = ofKey(question, null, table.primaryKey(), /* isUnique= */ true);
    AccessPath best = whole;
    AccessPath guess = null;
    for (IndexDef index : table.indexes()) {
      List<KeyPart> order = index.entryOrder(table.primaryKey());
      AccessPath other = ofKey(question, index, order, index.isUnique());
      if (other.cost() < best.cost()) {
        best = other;
      }
      if (other.isGuess(question) && (guess == null || other.cost() < guess.cost())) {
        guess = other;
      }
    }
    boolean isSettled = best.index != null ? !best.isGuess(question) : best.isLookup();
    return guess == null || isSettled || best.isOrdered(question)
        ? new Choice(best, null)
        : new Choice(guess.unordered(), whole.unordered());
  }

  /**
   * Whether it fetches row after row, nobody knows how many. Where a value is looked up again and
   * again, asking would cost as much as looking.
   */
  private boolean isGuess(Question question) {
    if (index == null || match.isEmpty() || covers(question, index)) {
      return false;
    }
    boolean isPoint = index.isUnique() && isWholeKey && match.isSinglePrefix();
    return !isPoint && (!question.isRepeated() || match.prefix().isEmpty());
  }

  private boolean isOrdered(Question question) {
    List<RelFieldCollation> wanted = question.wish().order();
    return !wanted.isEmpty() && Orders.satisfies(order, wanted, question.row());
  }

  private AccessPath unordered() {
    return new AccessPath(index, match, direction, List.of(), isWholeKey, rows, cost);
  }

  private static AccessPath ofKey(
      Question question, @Nullable IndexDef index, List<KeyPart> parts, boolean isUnique) {
    KeyMatcher match = KeyMatcher.match(parts, question.restrictions());
    boolean isWholeKey = !parts.isEmpty() && match.prefix().size() == parts.size();
    List<RelFieldCollation> forward = order(parts, match, Direction.FORWARD, question);
    List<RelFieldCollation> backward = order(parts, match, Direction.BACKWARD, question);
    List<RelFieldCollation> wanted = question.wish().order();
    boolean isBackward =
        !wanted.isEmpty()
            && !Orders.satisfies(forward, wanted, question.row())
            && Orders.satisfies(backward, wanted, question.row());
    List<RelFieldCollation> order = isBackward ? backward : forward;
    boolean saves = wanted.isEmpty() || Orders.satisfies(order, wanted, question.row());
    double visited =
        Math.max(1, question.rows() * match.selectivity(isUnique, parts.size(), question.rows()));
    if (saves && !wanted.isEmpty()) {
      visited = Math.min(visited, question.wish().limit() / question.passing(match));
    }
    boolean fetches = index != null && !covers(question, index);
    double cost = START_COST + visited * (fetches ? FETCH_COST : 1);
    return new AccessPath(
        index,
        match,
        isBackward ? Direction.BACKWARD : Direction.FORWARD,
        order,
        isWholeKey,
        visited,
        saves ? cost : cost + visited * SORT_COST);
  }

  private static boolean covers(Question question, IndexDef index) {
    int columns = question.table().columns().size();
    return question.read().asList().stream().allMatch(column -> column < columns)
        && IndexCodec.of(question.table(), index).covers(question.read().toArray());
  }

  /**
   * The order of the entries. A column of a single value is in any order, so it stands wherever the
   * wish has it; the key's own next column follows.
   */
  private static List<RelFieldCollation> order(
      List<KeyPart> parts, KeyMatcher match, Direction direction, Question question) {
    List<RelFieldCollation> order = new ArrayList<>();
    List<RelFieldCollation> wanted = question.wish().order();
    int next = 0;
    for (KeyPart part : parts) {
      int place = parts.indexOf(part);
      boolean isConstant = place < match.prefix().size() && match.prefix().get(place).size() == 1;
      if (!isConstant) {
        next = addConstants(order, wanted, next, parts, match);
        RelFieldCollation own = Orders.of(part, direction);
        order.add(own);
        boolean isWanted =
            next < wanted.size() && Orders.same(own, wanted.get(next), question.row());
        next = isWanted ? next + 1 : wanted.size();
      }
    }
    addConstants(order, wanted, next, parts, match);
    return order;
  }

  private static int addConstants(
      List<RelFieldCollation> order,
      List<RelFieldCollation> wanted,
      int from,
      List<KeyPart> parts,
      KeyMatcher match) {
    int next = from;
    while (next < wanted.size() && isConstant(wanted.get(next).getFieldIndex(), parts, match)) {
      order.add(wanted.get(next++));
    }
    return next;
  }

  private static boolean isConstant(int column, List<KeyPart> parts, KeyMatcher match) {
    for (int i = 0; i < match.prefix().size(); i++) {
      if (parts.get(i).column() == column && match.prefix().get(i).size() == 1) {
        return true;
      }
    }
    return false;
  }
}
