package dev.zdb.kv.history;

import dev.zdb.kv.history.Graph.Cause;
import dev.zdb.kv.history.Graph.Edge;
import dev.zdb.kv.history.Graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for a short cycle that is forbidden.
 *
 * <p>A transaction under SNAPSHOT reads at its beginning and writes at its end. So it may well read
 * what a second writes over that read what a third wrote over: two {@link Cause#READ_WRITE} in a
 * row tell no order of the first and the third, unless the second is serializable. Hence the search
 * goes over pairs of a node and whether it was reached by a {@code READ_WRITE}. A walk that comes
 * back to such a pair contains a forbidden cycle, even where it met one node as both.
 */
final class Cycles {
  /** From how many nodes of a knot a shortest cycle is sought. */
  private static final int TRIES = 300;

  private final List<Node> nodes;
  private final Set<Cause> causes;

  /** A step of the search; {@code next} is the pair that it leads to. */
  private record Step(int pair, int next, Edge edge) {}

  private Cycles(Graph graph, Set<Cause> causes) {
    nodes = graph.nodes();
    this.causes = causes;
  }

  /** A cycle as short as any, empty where there is none. */
  static List<Edge> find(Graph graph, Set<Cause> causes) {
    Cycles search = new Cycles(graph, causes);
    return search.shortestWithin(search.new Knots().find());
  }

  private List<Step> steps(int pair) {
    List<Step> steps = new ArrayList<>();
    boolean afterReadWrite = pair % 2 == 1;
    for (Edge edge : nodes.get(pair / 2).followers) {
      boolean readWrite = edge.cause() == Cause.READ_WRITE;
      boolean inRow = afterReadWrite && readWrite && !edge.from().isSerializable();
      if (causes.contains(edge.cause()) && !inRow) {
        int next = 2 * edge.to().number + (readWrite ? 1 : 0);
        steps.add(new Step(pair, next, edge));
      }
    }
    return steps;
  }

  private List<Edge> shortestWithin(int[] knot) {
    List<Edge> shortest = List.of();
    int tries = 0;
    for (int pair = 0; pair < knot.length && tries < TRIES; pair++) {
      List<Edge> cycle = isKnotted(pair, knot) ? from(pair, knot) : List.of();
      tries += cycle.isEmpty() ? 0 : 1;
      if (!cycle.isEmpty() && (shortest.isEmpty() || cycle.size() < shortest.size())) {
        shortest = cycle;
      }
    }
    return shortest;
  }

  private boolean isKnotted(int pair, int[] knot) {
    return steps(pair).stream().anyMatch(step -> knot[step.next] == knot[pair]);
  }

  private List<Edge> from(int start, int[] knot) {
    @Nullable Step[] arrival = new Step[knot.length];
    Deque<Integer> ahead = new ArrayDeque<>(List.of(start));
    while (arrival[start] == null) {
      for (Step step : steps(ahead.remove())) {
        if (knot[step.next] == knot[start] && arrival[step.next] == null) {
          arrival[step.next] = step;
          ahead.add(step.next);
        }
      }
    }
    List<Edge> cycle = new ArrayList<>();
    int at = start;
    do {
      Step step = arrival[at];
      if (step == null) {
        throw new AssertionError("no way back to " + start);
      }
      cycle.add(step.edge);
      at = step.pair;
    } while (at != start);
    Collections.reverse(cycle);
    return cycle;
  }

  /**
   * The strongly connected components of the pairs, by Tarjan's algorithm; not by recursion, since
   * a path may be as long as the history.
   */
  private final class Knots {
    private final int[] knot = new int[2 * nodes.size()];
    private final int[] order = new int[knot.length];
    private final int[] lowest = new int[knot.length];
    private final Deque<Integer> open = new ArrayDeque<>();
    private final Deque<Visit> path = new ArrayDeque<>();
    private int met;

    /** For each pair the number of its component. */
    int[] find() {
      Arrays.fill(knot, -1);
      for (int root = 0; root < knot.length; root++) {
        if (order[root] == 0) {
          enter(root);
        }
        while (!path.isEmpty()) {
          advance(path.element());
        }
      }
      return knot;
    }

    private void enter(int pair) {
      order[pair] = ++met;
      lowest[pair] = met;
      open.push(pair);
      path.push(new Visit(pair, steps(pair).iterator()));
    }

    private void advance(Visit visit) {
      if (!visit.ahead.hasNext()) {
        leave(visit.pair);
        return;
      }
      int next = visit.ahead.next().next;
      if (order[next] == 0) {
        enter(next);
      } else if (knot[next] < 0) {
        lowest[visit.pair] = Math.min(lowest[visit.pair], order[next]);
      }
    }

    private void leave(int pair) {
      path.pop();
      if (lowest[pair] == order[pair]) {
        int member;
        do {
          member = open.pop();
          knot[member] = pair;
        } while (member != pair);
      }
      if (!path.isEmpty()) {
        int before = path.element().pair;
        lowest[before] = Math.min(lowest[before], lowest[pair]);
      }
    }
  }

  /** A pair on the path, and where to go on from it. */
  private record Visit(int pair, Iterator<Step> ahead) {}
}
