package dev.zdb.kv.history;

import dev.zdb.kv.api.Isolation;
import java.util.List;
import java.util.Map;

/**
 * All that was done to a store.
 *
 * @param isolation the level that every transaction asked for
 * @param end the lists of all keys, read when all was over
 */
record History(
    Isolation isolation, List<RecordedTransaction> transactions, Map<Integer, List<Integer>> end) {
  List<Integer> end(int key) {
    return end.getOrDefault(key, List.of());
  }
}
