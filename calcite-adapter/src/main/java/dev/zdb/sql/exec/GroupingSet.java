package dev.zdb.sql.exec;

import java.util.List;
import java.util.Map;

/**
 * One of the GROUPING SETS: by which keys it groups; the others are NULL in its rows.
 *
 * @param keys numbers of keys, from 0
 * @param grouping the value of each GROUPING function in the set's rows, by its register
 */
public record GroupingSet(List<Integer> keys, Map<Integer, Long> grouping) {
  public GroupingSet {
    keys = List.copyOf(keys);
    grouping = Map.copyOf(grouping);
  }
}
