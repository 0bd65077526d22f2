package dev.zdb.sql.catalog;

/**
 * A column of a key and which way it is ordered. NULLs are last ascending and first descending.
 *
 * @param column the column's place in its table, from 0
 */
public record KeyPart(int column, Order order) {

  /** Which way. */
  public enum Order {
    ASCENDING,
    DESCENDING
  }
}
