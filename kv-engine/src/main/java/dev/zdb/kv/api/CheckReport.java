package dev.zdb.kv.api;

import java.util.List;

/**
 * What a check of a store found.
 *
 * @param trees how many trees were read
 * @param entries how many entries they hold
 * @param pages how many pages were verified
 * @param problems a sentence for each thing wrong, naming its place; empty when all is well
 */
public record CheckReport(long trees, long entries, long pages, List<String> problems) {
  public CheckReport {
    problems = List.copyOf(problems);
  }

  public boolean isClean() {
    return problems.isEmpty();
  }
}
