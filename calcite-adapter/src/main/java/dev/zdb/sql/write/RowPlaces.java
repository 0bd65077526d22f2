package dev.zdb.sql.write;

/**
 * In which registers a row of a {@link WriteTarget} lies, sorted by what is made of them.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
final class RowPlaces {
  /** Of each column of the table; -1 for one that is not at hand. */
  final int[] columns;

  /** Of each field of the key. */
  final int[] key;

  /** Of each column that the row's value holds. */
  final int[] stored;

  private final int[][] indexes;

  RowPlaces(WriteTarget target, java.util.List<Integer> row) {
    columns = row.stream().mapToInt(Integer::intValue).toArray();
    key =
        target.rowId() == WriteTarget.NO_ROW_ID
            ? of(target.codec().keyColumns())
            : new int[] {target.rowId()};
    stored = of(target.codec().storedColumns());
    indexes = new int[target.indexCount()][];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = of(target.indexCodec(i).columns());
    }
  }

  /** Of each column of an index. */
  int[] index(int number) {
    return indexes[number];
  }

  private int[] of(int[] tableColumns) {
    int[] registers = new int[tableColumns.length];
    for (int i = 0; i < registers.length; i++) {
      registers[i] = columns[tableColumns[i]];
    }
    return registers;
  }
}
