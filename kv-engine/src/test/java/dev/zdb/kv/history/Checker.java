package dev.zdb.kv.history;

import dev.zdb.kv.history.Anomaly.Kind;
import dev.zdb.kv.history.Graph.Cause;
import dev.zdb.kv.history.Graph.Edge;
import dev.zdb.kv.history.Graph.Part;
import dev.zdb.kv.history.RecordedTransaction.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds in a history what the levels of its transactions forbid.
 *
 * <p>First the lists themselves: each that a committed transaction saw must be a beginning of the
 * list at the end, of whole transactions, no older than the moment it was asked for. The list at
 * the end then is the order of the key's versions, from which {@link Graph} follows, and each cycle
 * in that is an anomaly.
 */
final class Checker {
  /** How many anomalies are worth telling. */
  private static final int MOST = 10;

  private final History history;
  private final Map<Integer, Author> authors = new HashMap<>();
  private final List<RecordedTransaction> committed = new ArrayList<>();
  private final List<Anomaly> found = new ArrayList<>();

  /** Who appended a value, and to which key; standing unless rolled back alone. */
  private record Author(RecordedTransaction transaction, int key, Standing standing) {}

  private enum Standing {
    STANDS,
    TAKEN_BACK
  }

  private Checker(History history) {
    this.history = history;
  }

  /** Some of what is forbidden; empty for a good history. */
  static List<Anomaly> check(History history) {
    Checker checker = new Checker(history);
    checker.sortOut();
    checker.history.end().forEach((key, list) -> checker.requireSound(key, list, "the end"));
    checker.committed.forEach(checker::requireKept);
    checker.committed.forEach(checker::requireSound);
    if (checker.found.isEmpty()) {
      checker.committed.forEach(checker::requireOwnView);
      checker.requireFresh();
    }
    if (checker.found.isEmpty()) {
      checker.requireNoCycle();
    }
    return checker.found;
  }

  private void report(Kind kind, String story, RecordedTransaction... involved) {
    if (found.size() == MOST) {
      return;
    }
    StringBuilder text = new StringBuilder(story);
    for (RecordedTransaction transaction : new LinkedHashSet<>(List.of(involved))) {
      text.append("\n    ").append(transaction);
    }
    found.add(new Anomaly(kind, text.toString()));
  }

  /** Says who is committed: of those of whom nobody knows, whoever left something. */
  private void sortOut() {
    Set<Integer> left = new HashSet<>();
    history.end().values().forEach(left::addAll);
    for (RecordedTransaction transaction : history.transactions()) {
      for (Operation operation : transaction.operations()) {
        if (operation instanceof Operation.Append append) {
          Author author = new Author(transaction, append.key(), Standing.STANDS);
          authors.put(append.value(), author);
        } else if (operation instanceof Operation.Undone append) {
          Author author = new Author(transaction, append.key(), Standing.TAKEN_BACK);
          authors.put(append.value(), author);
        }
      }
      boolean leftSome = transaction.appends().stream().anyMatch(a -> left.contains(a.value()));
      if (transaction.outcome() == Outcome.COMMITTED
          || (transaction.outcome() == Outcome.UNKNOWN && leftSome)) {
        committed.add(transaction);
      }
    }
  }

  private void requireKept(RecordedTransaction transaction) {
    for (Operation.Append append : transaction.appends()) {
      if (!history.end(append.key()).contains(append.value())) {
        report(
            Kind.LOST_APPEND,
            String.format(
                "k%d has not %d at the end, but %s",
                append.key(), append.value(), history.end(append.key())),
            transaction);
      }
    }
  }

  private void requireSound(RecordedTransaction transaction) {
    for (Operation operation : transaction.operations()) {
      operation
          .seen()
          .forEach(
              (key, list) -> {
                requireSound(key, list, transaction.name());
                requireBeginning(key, list, transaction);
                requireWhole(list, transaction);
              });
    }
  }

  private void requireSound(int key, List<Integer> list, String who) {
    String where = " in k" + key + " " + list + " as seen by " + who;
    if (new HashSet<>(list).size() < list.size()) {
      report(Kind.GARBAGE, "the same twice" + where);
    }
    for (int value : list) {
      Author author = authors.get(value);
      if (author == null || author.key != key) {
        report(Kind.GARBAGE, "nobody appended " + value + where);
      } else if (author.transaction.outcome() == Outcome.ABORTED
          || author.standing == Standing.TAKEN_BACK) {
        report(Kind.ABORTED_READ, value + " was rolled back, and is" + where, author.transaction);
      }
    }
  }

  private void requireBeginning(int key, List<Integer> list, RecordedTransaction reader) {
    List<Integer> end = history.end(key);
    if (list.size() > end.size() || !end.subList(0, list.size()).equals(list)) {
      report(
          Kind.INCOMPATIBLE_ORDER, "k" + key + " was " + list + ", and at the end " + end, reader);
    }
  }

  private void requireWhole(List<Integer> list, RecordedTransaction reader) {
    if (list.isEmpty()) {
      return;
    }
    int last = list.get(list.size() - 1);
    Author author = authors.get(last);
    if (author == null || author.transaction.id() == reader.id()) {
      return;
    }
    int newest = last;
    for (Operation.Append append : author.transaction.appends()) {
      newest = append.key() == author.key ? append.value() : newest;
    }
    if (newest != last) {
      report(
          Kind.INTERMEDIATE_READ,
          String.format(
              "%s saw k%d end with %d, before %s appended %d",
              reader.name(), author.key, last, author.transaction.name(), newest),
          author.transaction,
          reader);
    }
  }

  private void requireOwnView(RecordedTransaction transaction) {
    Map<Integer, List<Integer>> expected = new HashMap<>();
    for (Operation operation : transaction.operations()) {
      operation
          .seen()
          .forEach(
              (key, list) -> {
                if (!expected.getOrDefault(key, list).equals(list)) {
                  report(
                      Kind.INTERNAL,
                      String.format(
                          "%s saw k%d as %s, but for itself it was %s",
                          transaction.name(), key, list, expected.get(key)),
                      transaction);
                }
                if (!transaction.movesOn()) {
                  expected.put(key, list);
                }
              });
      if (operation instanceof Operation.Append append) {
        List<Integer> after = new ArrayList<>(append.before());
        after.add(append.value());
        expected.put(append.key(), after);
      }
    }
  }

  /** What had been acknowledged before a transaction's moment must show in it. */
  private void requireFresh() {
    for (RecordedTransaction reader : committed) {
      for (Operation operation : reader.operations()) {
        long moment = reader.movesOn() ? operation.asked() : reader.began();
        operation.seen().forEach((key, list) -> requireFresh(key, list.size(), moment, reader));
      }
    }
  }

  private void requireFresh(int key, int seen, long moment, RecordedTransaction reader) {
    List<Integer> end = history.end(key);
    for (int value : end.subList(seen, end.size())) {
      Author author = authors.get(value);
      if (author != null
          && author.transaction.outcome() == Outcome.COMMITTED
          && author.transaction.ended() < moment) {
        report(
            Kind.STALE_READ,
            String.format(
                "%s did not see %d in k%d, though at %d it had been acknowledged",
                reader.name(), value, key, moment),
            author.transaction,
            reader);
      }
    }
  }

  /** Looks for the gravest first, that a cycle is told by its name. */
  private void requireNoCycle() {
    Graph graph = Graph.of(history, committed);
    Set<Cause> causes = EnumSet.of(Cause.WRITE_WRITE, Cause.TIME);
    if (!reported(Cycles.find(graph, causes))) {
      causes.add(Cause.WRITE_READ);
      if (!reported(Cycles.find(graph, causes))) {
        reported(Cycles.find(graph, EnumSet.allOf(Cause.class)));
      }
    }
  }

  private boolean reported(List<Edge> cycle) {
    if (cycle.isEmpty()) {
      return false;
    }
    StringBuilder story = new StringBuilder("each came before the next:");
    for (Edge edge : cycle) {
      story.append("\n    ").append(edge.from().name()).append(' ').append(edge.story());
      story.append(" by ").append(edge.to().name()).append("  (").append(edge.cause()).append(')');
    }
    report(
        kind(cycle),
        story.toString(),
        cycle.stream().map(edge -> edge.from().transaction).toArray(RecordedTransaction[]::new));
    return true;
  }

  private static Kind kind(List<Edge> cycle) {
    List<Cause> causes = cycle.stream().map(Edge::cause).toList();
    int overwritten = Collections.frequency(causes, Cause.READ_WRITE);
    if (cycle.stream().anyMatch(edge -> edge.from().part == Part.ONE_SCAN)) {
      return Kind.TORN_SCAN;
    }
    if (overwritten == 0) {
      return causes.contains(Cause.WRITE_READ) ? Kind.CIRCULAR_INFORMATION_FLOW : Kind.DIRTY_WRITE;
    }
    if (overwritten == 1) {
      return Kind.READ_SKEW;
    }
    for (int i = 0; i < causes.size(); i++) {
      Cause next = causes.get((i + 1) % causes.size());
      if (causes.get(i) == Cause.READ_WRITE && next == Cause.READ_WRITE) {
        return Kind.WRITE_SKEW;
      }
    }
    return Kind.LONG_FORK;
  }
}
