package dev.zdb.kv.history;

import dev.zdb.kv.history.Graph.Cause;
import dev.zdb.kv.history.Graph.Edge;
import dev.zdb.kv.history.Graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
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
    return search.shortestWithin(search.knots());
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

  /** The number of each pair's strongly connected component, by Tarjan's algorithm. */
  private int[] knots() {
    int count = 2 * nodes.size();
    int[] knot = new int[count];
    int[] order = new int[count];
    int[] lowest = new int[count];
    Arrays.fill(knot, -1);
    Deque<Integer> open = new ArrayDeque<>();
    Deque<Integer> path = new ArrayDeque<>();
    List<Deque<Step>> ahead = new ArrayList<>(Collections.nCopies(count, null));
    int met = 0;
    for (int root = 0; root < count; root++) {
      if (order[root] == 0) {
        path.push(root);
      }
      while (!path.isEmpty()) {
        int pair = path.peek();
        if (order[pair] == 0) {
          order[pair] = ++met;
          lowest[pair] = met;
          open.push(pair);
          ahead.set(pair, new ArrayDeque<>(steps(pair)));
        }
        Step step = ahead.get(pair).poll();
        if (step != null && order[step.next] == 0) {
          path.push(step.next);
        } else if (step != null) {
          if (knot[step.next] < 0) {
            lowest[pair] = Math.min(lowest[pair], order[step.next]);
          }
        } else {
          path.pop();
          if (lowest[pair] == order[pair]) {
            int member;
            do {
              member = open.pop();
              knot[member] = pair;
            } while (member != pair);
          }
          if (!path.isEmpty()) {
            int before = path.peek();
            lowest[before] = Math.min(lowest[before], lowest[pair]);
          }
        }
      }
    }
    return knot;
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
}
