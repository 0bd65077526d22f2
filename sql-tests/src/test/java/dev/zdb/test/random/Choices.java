package dev.zdb.test.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The numbers by which something random is made. To shrink what was made, the numbers are shrunk
 * and it is made again: fewer and smaller numbers make simpler things, and where there are none
 * left zero is drawn, which stands for the simplest choice.
 */
final class Choices {
  private static final int MOST_SHRINKINGS = 600;

  private final List<Integer> numbers;
  private final Random source;
  private int position;

  private Choices(List<Integer> numbers, Random source) {
    this.numbers = numbers;
    this.source = source;
  }

  static Choices random(long seed) {
    return new Choices(new ArrayList<>(), new Random(seed));
  }

  static Choices of(List<Integer> numbers) {
    return new Choices(new ArrayList<>(numbers), new Zeros());
  }

  /** The numbers drawn so far, and those there are still. */
  List<Integer> numbers() {
    return List.copyOf(numbers);
  }

  /** One of the numbers from zero, the bound excluded. */
  int below(int bound) {
    if (position == numbers.size()) {
      numbers.add(source.nextInt(bound));
    }
    return numbers.get(position++) % bound;
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return below(times) == times - 1;
  }

  <T> T from(List<T> all) {
    return all.get(below(all.size()));
  }

  /** An index of the weights, as often as its weight is heavy. */
  int weighted(int... weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int left = below(sum);
    int index = 0;
    while (left >= weights[index]) {
      left -= weights[index++];
    }
    return index;
  }

  /** Fewer and smaller numbers of which the same is true. */
  static List<Integer> shrunk(List<Integer> numbers, Predicate<List<Integer>> isSame) {
    Shrinking shrinking = new Shrinking(numbers, isSame);
    boolean goesOn = true;
    while (goesOn) {
      goesOn = shrinking.goesOn();
    }
    return shrinking.best;
  }

  private static final class Shrinking {
    private final Predicate<List<Integer>> isSame;
    private List<Integer> best;
    private int tries;

    Shrinking(List<Integer> numbers, Predicate<List<Integer>> isSame) {
      this.best = numbers;
      this.isSame = isSame;
    }

    /** Goes through the numbers once; whether that made them any fewer or smaller. */
    boolean goesOn() {
      List<Integer> before = best;
      for (int length = Math.max(best.size() / 2, 1); length > 0; length /= 2) {
        for (int from = best.size() - length; from >= 0; from -= length) {
          List<Integer> fewer = new ArrayList<>(best);
          fewer.subList(from, from + length).clear();
          tried(fewer);
          from = Math.min(from, best.size());
        }
      }
      for (int i = 0; i < best.size(); i++) {
        for (int smaller : new int[] {0, best.get(i) / 2, best.get(i) - 1}) {
          if (smaller >= 0 && smaller < best.get(i)) {
            List<Integer> changed = new ArrayList<>(best);
            changed.set(i, smaller);
            tried(changed);
          }
        }
      }
      return !best.equals(before) && tries < MOST_SHRINKINGS;
    }

    private void tried(List<Integer> candidate) {
      if (tries++ < MOST_SHRINKINGS && isSame.test(candidate)) {
        best = candidate;
      }
    }
  }

  private static final class Zeros extends Random {
    private static final long serialVersionUID = 1;

    @Override
    public int nextInt(int bound) {
      return 0;
    }
  }
}
