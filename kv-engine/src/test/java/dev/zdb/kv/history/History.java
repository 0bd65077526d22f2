package dev.zdb.kv.history;

import java.util.List;
import java.util.Map;

/**
 * All that was done to a store.
 *
 * @param end the lists of all keys, read when all was over
 */
record History(List<RecordedTransaction> transactions, Map<Integer, List<Integer>> end) {
  List<Integer> end(int key) {
    return end.getOrDefault(key, List.of());
  }
}
