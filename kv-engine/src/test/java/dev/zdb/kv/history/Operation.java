package dev.zdb.kv.history;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** What a transaction did, and the lists that it saw as it did so. */
sealed interface Operation {
  /** The stamp from which on the operation had to show what others had committed. */
  long asked();

  /** The list seen under each key looked at; empty where there was none. */
  Map<Integer, List<Integer>> seen();

  /** Looked at one key. */
  record Read(int key, List<Integer> list, long asked) implements Operation {
    @Override
    public Map<Integer, List<Integer>> seen() {
      return Map.of(key, list);
    }

    @Override
    public String toString() {
      return "read k" + key + " " + list;
    }
  }

  /** Looked at a key, found {@code before}, and put that back with {@code value} behind it. */
  record Append(int key, int value, List<Integer> before, long asked) implements Operation {
    @Override
    public Map<Integer, List<Integer>> seen() {
      return Map.of(key, before);
    }

    @Override
    public String toString() {
      return "append " + value + " to k" + key + " " + before;
    }
  }

  /** Appended and took it back, with the rest of the transaction standing. */
  record Undone(int key, int value, long asked) implements Operation {
    @Override
    public Map<Integer, List<Integer>> seen() {
      return Map.of();
    }

    @Override
    public String toString() {
      return "append and take back " + value + " to k" + key;
    }
  }

  /** Walked over a range of keys; those that were not there are seen as empty. */
  record Scan(NavigableMap<Integer, List<Integer>> seen, long asked) implements Operation {
    @Override
    public String toString() {
      return "scan " + seen;
    }
  }
}
