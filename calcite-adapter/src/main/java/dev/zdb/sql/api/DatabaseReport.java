package dev.zdb.sql.api;

import java.util.List;

/**
 * What a check of a database found.
 *
 * @param tables how many tables were read
 * @param indexes how many indexes were held against their tables
 * @param rows how many rows the tables hold
 * @param pages how many pages were verified
 * @param problems a sentence for each thing wrong, naming its place; empty when all is well
 */
public record DatabaseReport(
    long tables, long indexes, long rows, long pages, List<String> problems) {
  public DatabaseReport {
    problems = List.copyOf(problems);
  }

  public boolean isClean() {
    return problems.isEmpty();
  }
}
