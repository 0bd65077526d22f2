package dev.zdb.kv.history;

import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.history.RecordedTransaction.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who must have come before whom among the committed transactions of a history whose lists are
 * sound.
 *
 * <p>Under READ COMMITTED, where each operation has a moment of its own, a scan is a node of its
 * own and no other read is said to come before what wrote over it.
 */
final class Graph {
  /** Why one came before the other. */
  enum Cause {
    /** The other's version followed its own. */
    WRITE_WRITE,
    /** The other saw its version. */
    WRITE_READ,
    /** The other's version followed the one it saw. */
    READ_WRITE,
    /** It had ended before the other began. */
    TIME
  }

  /** One came before the other. */
  record Edge(Node from, Node to, Cause cause, String story) {}

  /** What a node stands for. */
  enum Part {
    ALL,
    ONE_SCAN
  }

  /** A transaction, or one scan of it. */
  static final class Node {
    final int number;
    final RecordedTransaction transaction;
    final Part part;
    final List<Edge> followers = new ArrayList<>();

    Node(int number, RecordedTransaction transaction, Part part) {
      this.number = number;
      this.transaction = transaction;
      this.part = part;
    }

    /** Whether its reads and its writes took effect at one moment. */
    boolean isSerializable() {
      return transaction.isolation() == Isolation.SERIALIZABLE;
    }

    String name() {
      return transaction.name() + (part == Part.ONE_SCAN ? "'s scan" : "");
    }
  }

  private final History history;
  private final List<Node> nodes = new ArrayList<>();

  /** Who appended a value. */
  private final Map<Integer, Node> writers = new HashMap<>();

  private Graph(History history) {
    this.history = history;
  }

  static Graph of(History history, List<RecordedTransaction> committed) {
    Graph graph = new Graph(history);
    for (RecordedTransaction transaction : committed) {
      Node node = graph.add(transaction, Part.ALL);
      transaction.appends().forEach(append -> graph.writers.put(append.value(), node));
    }
    List<Node> transactions = List.copyOf(graph.nodes);
    graph.orderVersions();
    transactions.forEach(graph::orderReads);
    graph.orderByTime(transactions);
    return graph;
  }

  List<Node> nodes() {
    return nodes;
  }

  private Node add(RecordedTransaction transaction, Part part) {
    Node node = new Node(nodes.size(), transaction, part);
    nodes.add(node);
    return node;
  }

  private void connect(Node from, Node to, Cause cause, String story) {
    if (from != to) {
      from.followers.add(new Edge(from, to, cause, story));
    }
  }

  private void orderVersions() {
    history
        .end()
        .forEach(
            (key, list) -> {
              for (int i = 1; i < list.size(); i++) {
                connect(
                    writer(list.get(i - 1)),
                    writer(list.get(i)),
                    Cause.WRITE_WRITE,
                    "appended " + list.get(i - 1) + " to k" + key + " before " + list.get(i));
              }
            });
  }

  private Node writer(int value) {
    Node writer = writers.get(value);
    if (writer == null) {
      throw new IllegalArgumentException("nobody appended " + value);
    }
    return writer;
  }

  private void orderReads(Node reader) {
    boolean movesOn = reader.transaction.movesOn();
    Set<Integer> own = new HashSet<>();
    for (Operation operation : reader.transaction.operations()) {
      boolean scans = movesOn && operation instanceof Operation.Scan;
      Node scan = scans ? add(reader.transaction, Part.ONE_SCAN) : reader;
      operation
          .seen()
          .forEach(
              (key, list) -> {
                if (own.contains(key)) {
                  return; // it saw what it had written itself
                }
                follow(key, list, reader);
                if (scans) {
                  follow(key, list, scan);
                }
                if (scans || !movesOn) {
                  precede(key, list, scan);
                }
              });
      if (operation instanceof Operation.Append append) {
        own.add(append.key());
      }
    }
  }

  private void follow(int key, List<Integer> list, Node reader) {
    if (!list.isEmpty()) {
      int last = list.get(list.size() - 1);
      connect(
          writer(last), reader, Cause.WRITE_READ, "appended " + last + " to k" + key + ", seen");
    }
  }

  private void precede(int key, List<Integer> list, Node reader) {
    List<Integer> versions = history.end(key);
    if (list.size() < versions.size()) {
      int next = versions.get(list.size());
      connect(
          reader,
          writer(next),
          Cause.READ_WRITE,
          "saw k" + key + " before " + next + " came to it");
    }
  }

  /**
   * Of those that had ended, only those count from which no other that had ended began later: the
   * rest follows.
   */
  private void orderByTime(List<Node> transactions) {
    List<Node> byBeginning = new ArrayList<>(transactions);
    byBeginning.sort(Comparator.comparingLong(node -> node.transaction.began()));
    List<Node> byEnd = new ArrayList<>(transactions);
    byEnd.removeIf(node -> node.transaction.outcome() != Outcome.COMMITTED);
    byEnd.sort(Comparator.comparingLong(node -> node.transaction.ended()));
    ArrayDeque<Node> newest = new ArrayDeque<>();
    int ended = 0;
    for (Node next : byBeginning) {
      while (ended < byEnd.size()
          && byEnd.get(ended).transaction.ended() < next.transaction.began()) {
        Node last = byEnd.get(ended++);
        newest.removeIf(node -> node.transaction.ended() < last.transaction.began());
        newest.add(last);
      }
      newest.forEach(node -> connect(node, next, Cause.TIME, "had ended before it began"));
    }
  }
}
