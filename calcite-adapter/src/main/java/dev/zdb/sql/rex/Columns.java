package dev.zdb.sql.rex;

/** Tells in which registers the columns lie that an expression speaks of. */
public interface Columns {
  /** The register of a column of the input, counted from 0 over all inputs. */
  int input(int column);

  /**
   * The register of a column of an outer row.
   *
   * @param correlation the name of the correlation variable, such as {@code $cor0}
   */
  int outer(String correlation, int column);

  /** For expressions of no columns. */
  static Columns none() {
    return new Columns() {
      @Override
      public int input(int column) {
        throw new IllegalArgumentException("there is no input");
      }

      @Override
      public int outer(String correlation, int column) {
        throw new IllegalArgumentException("there is no outer row " + correlation);
      }
    };
  }
}
