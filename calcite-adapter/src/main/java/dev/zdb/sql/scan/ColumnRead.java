package dev.zdb.sql.scan;

/**
 * A column to read from each row and the register to read it into.
 *
 * @param column its place in the table, from 0, or {@link #ROW_ID}
 */
public record ColumnRead(int column, int register) {
  /** Stands for the hidden number of a row of a table without a primary key. */
  public static final int ROW_ID = -1;
}
