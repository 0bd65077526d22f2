package dev.zdb.sql.exec;

import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.ValueOrder;
import java.util.List;

/** The order that an ORDER BY puts the rows of a {@link RowStore} in. */
final class RowOrder {
  private static final int INSERTION_SORTED = 8;

  private final int[] registers;
  private final int[] fields;
  private final ValueOrder[] orders;
  private final boolean[] descending;
  private final boolean[] nullsFirst;

  RowOrder(RowShape shape, List<SortKey> keys) {
    registers = Slot.registers(keys.stream().map(SortKey::slot).toList());
    fields = shape.fieldsOf(registers);
    orders = keys.stream().map(key -> ValueOrder.of(key.slot().type())).toArray(ValueOrder[]::new);
    descending = new boolean[fields.length];
    nullsFirst = new boolean[fields.length];
    for (int i = 0; i < fields.length; i++) {
      descending[i] = keys.get(i).order() == Order.DESCENDING;
      nullsFirst[i] = keys.get(i).nulls() == SortKey.Nulls.FIRST;
    }
  }

  /** Compares two rows. */
  int compare(RowStore rows, int a, int b) {
    for (int i = 0; i < fields.length; i++) {
      int field = fields[i];
      boolean aNull = rows.isNull(a, field);
      boolean bNull = rows.isNull(b, field);
      int order =
          aNull || bNull
              ? compareNulls(i, aNull, bNull)
              : directed(
                  i,
                  orders[i].compare(
                      rows.page(a), rows.at(a, field), rows.page(b), rows.at(b, field)));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Compares a row with the one that stands in the registers. */
  int compare(RowStore rows, int a, Registers values) {
    for (int i = 0; i < fields.length; i++) {
      int field = fields[i];
      boolean aNull = rows.isNull(a, field);
      boolean bNull = values.nulls[registers[i]];
      int order =
          aNull || bNull
              ? compareNulls(i, aNull, bNull)
              : directed(
                  i, orders[i].compare(rows.page(a), rows.at(a, field), values, registers[i]));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int directed(int key, int order) {
    return descending[key] ? -order : order;
  }

  private int compareNulls(int key, boolean aNull, boolean bNull) {
    if (aNull && bNull) {
      return 0;
    }
    return aNull == nullsFirst[key] ? -1 : 1;
  }

  /** A word of the first key: rows whose words differ are in the order of these. */
  private long prefix(RowStore rows, int row) {
    if (rows.isNull(row, fields[0])) {
      return nullsFirst[0] ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    Form form = rows.shape().forms[fields[0]];
    long word = SortPrefix.of(form, rows.page(row), rows.at(row, fields[0]));
    return descending[0] ? ~word : word;
  }

  /** The numbers of all rows in order; rows that compare equal stay as they came. */
  int[] sort(RowStore rows, Execution run) {
    int[] sorted = new int[rows.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = i;
    }
    new MergeSort(rows, run).sort(sorted.clone(), sorted, 0, sorted.length);
    return sorted;
  }

  /** Sorts row numbers from one array into another that holds the same ones. */
  private final class MergeSort {
    private final RowStore rows;
    private final Execution run;
    private final long[] prefixes;

    MergeSort(RowStore rows, Execution run) {
      this.rows = rows;
      this.run = run;
      this.prefixes = new long[rows.size()];
      for (int row = 0; row < prefixes.length; row++) {
        prefixes[row] = prefix(rows, row);
      }
    }

    private boolean inOrder(int a, int b) {
      return prefixes[a] != prefixes[b]
          ? prefixes[a] < prefixes[b]
          : RowOrder.this.compare(rows, a, b) <= 0;
    }

    void sort(int[] source, int[] into, int from, int to) {
      if (to - from <= INSERTION_SORTED) {
        insertionSort(into, from, to);
        return;
      }
      if (to - from >= 1_024) {
        run.checkStopped();
      }
      int middle = (from + to) >>> 1;
      sort(into, source, from, middle);
      sort(into, source, middle, to);
      if (inOrder(source[middle - 1], source[middle])) {
        System.arraycopy(source, from, into, from, to - from);
      } else {
        merge(source, into, from, to);
      }
    }

    private void merge(int[] source, int[] into, int from, int to) {
      int middle = (from + to) >>> 1;
      int left = from;
      int right = middle;
      for (int i = from; i < to; i++) {
        boolean takeLeft = right == to || (left < middle && inOrder(source[left], source[right]));
        into[i] = takeLeft ? source[left++] : source[right++];
      }
    }

    private void insertionSort(int[] into, int from, int to) {
      for (int i = from + 1; i < to; i++) {
        int row = into[i];
        int at = i;
        while (at > from && !inOrder(into[at - 1], row)) {
          into[at] = into[at - 1];
          at--;
        }
        into[at] = row;
      }
    }
  }
}
