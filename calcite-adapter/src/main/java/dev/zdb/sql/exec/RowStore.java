package dev.zdb.sql.exec;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows copied out of registers, to be put back later: what sorting, grouping and joining hold.
 *
 * <p>Rows are numbered from 0 as they come. They lie in pages of 1,024; the first page starts
 * small, since most statements hold few.
 *
 * <p><b>Invariant:</b> all memory held is reserved in the statement's {@link MemoryBudget}.
 *
 * <p><b>Threads:</b> the session's. <b>Owner:</b> the run that made it, which closes it.
 */
public final class RowStore implements AutoCloseable {
  private static final int SHIFT = 10;
  private static final int PAGE_ROWS = 1 << SHIFT;
  private static final int MASK = PAGE_ROWS - 1;
  private static final int FIRST_ROWS = 16;

  private final RowShape shape;
  private final Registers registers;
  private final MemoryBudget budget;
  private final List<Registers> pages = new ArrayList<>();
  private int size;
  private int capacity;
  private long reserved;

  /** An empty store that copies from and to {@code registers}. */
  public RowStore(RowShape shape, Registers registers, MemoryBudget budget) {
    this.shape = shape;
    this.registers = registers;
    this.budget = budget;
  }

  public int size() {
    return size;
  }

  RowShape shape() {
    return shape;
  }

  /** Adds the row that stands in the registers; returns its number. */
  public int append() {
    if (size == capacity) {
      grow();
    }
    int row = size++;
    set(row);
    return row;
  }

  /** Replaces a row by the one that stands in the registers. */
  public void set(int row) {
    Registers page = page(row);
    int nullBase = (row & MASK) * shape.fieldCount();
    for (int field = 0; field < shape.fieldCount(); field++) {
      int register = shape.registers[field];
      int at = at(row, field);
      page.nulls[nullBase + field] = registers.nulls[register];
      switch (shape.forms[field]) {
        case WORD, DOUBLE -> page.words[at] = registers.words[register];
        case DECIMAL, MOMENT, UUID -> {
          page.words[at] = registers.words[register];
          page.highs[at] = registers.highs[register];
        }
        case TEXT, BYTES -> setObject(page, at, register);
      }
    }
  }

  private void setObject(Registers page, int at, int register) {
    Object object = registers.nulls[register] ? null : registers.objects[register];
    reserve(Form.heldBytes(object) - Form.heldBytes(page.objects[at]));
    page.objects[at] = object;
  }

  /** Puts a row back into the registers that it came from. */
  public void restore(int row) {
    restore(row, shape.registers);
  }

  /**
   * Puts a row into registers.
   *
   * @param into the register of each field
   */
  void restore(int row, int[] into) {
    Registers page = page(row);
    int nullBase = (row & MASK) * shape.fieldCount();
    for (int field = 0; field < shape.fieldCount(); field++) {
      int register = into[field];
      int at = at(row, field);
      registers.nulls[register] = page.nulls[nullBase + field];
      switch (shape.forms[field]) {
        case WORD, DOUBLE -> registers.words[register] = page.words[at];
        case DECIMAL, MOMENT, UUID -> {
          registers.words[register] = page.words[at];
          registers.highs[register] = page.highs[at];
        }
        case TEXT, BYTES -> registers.objects[register] = page.objects[at];
      }
    }
  }

  boolean isNull(int row, int field) {
    return page(row).nulls[(row & MASK) * shape.fieldCount() + field];
  }

  /** Whether some fields of a row equal the values of some registers; NULL equals NULL. */
  boolean matches(int row, int[] fields, Registers values, int[] probe) {
    Registers page = page(row);
    int nullBase = (row & MASK) * shape.fieldCount();
    for (int i = 0; i < fields.length; i++) {
      int field = fields[i];
      boolean isNull = page.nulls[nullBase + field];
      if (isNull != values.nulls[probe[i]]) {
        return false;
      }
      if (!isNull && !shape.orders[field].equal(page, at(row, field), values, probe[i])) {
        return false;
      }
    }
    return true;
  }

  /** Where the values of a row lie; {@link #at} says at which place. */
  Registers page(int row) {
    return pages.get(row >> SHIFT);
  }

  int at(int row, int field) {
    int perRow = shape.forms[field].isObject() ? shape.objectsPerRow : shape.wordsPerRow;
    return (row & MASK) * perRow + shape.places[field];
  }

  /** Forgets all rows. */
  public void clear() {
    pages.clear();
    size = 0;
    capacity = 0;
    budget.release(reserved);
    reserved = 0;
  }

  @Override
  public void close() {
    clear();
  }

  private void grow() {
    if (size > Integer.MAX_VALUE - PAGE_ROWS) {
      throw SqlProblem.of(
          SqlErrorCode.LIMIT_EXCEEDED, "an operator can hold at most %d rows", size);
    }
    if (capacity == 0) {
      pages.add(newPage(FIRST_ROWS));
    } else if (capacity < PAGE_ROWS) {
      Registers larger = newPage(capacity * 2);
      copy(pages.get(0), larger);
      release(pageBytes(capacity / 2));
      pages.set(0, larger);
    } else {
      pages.add(newPage(PAGE_ROWS));
    }
  }

  private Registers newPage(int rows) {
    reserve(pageBytes(rows));
    capacity = (capacity & ~MASK) + rows;
    return new Registers(
        rows * shape.wordsPerRow,
        rows * shape.highsPerRow,
        rows * shape.objectsPerRow,
        rows * shape.fieldCount());
  }

  private static void copy(Registers from, Registers to) {
    System.arraycopy(from.words, 0, to.words, 0, from.words.length);
    System.arraycopy(from.highs, 0, to.highs, 0, from.highs.length);
    System.arraycopy(from.objects, 0, to.objects, 0, from.objects.length);
    System.arraycopy(from.nulls, 0, to.nulls, 0, from.nulls.length);
  }

  private long pageBytes(int rows) {
    int fields = shape.fieldCount();
    return rows * (8L * (shape.wordsPerRow + shape.highsPerRow + shape.objectsPerRow) + fields);
  }

  private void reserve(long bytes) {
    reserved += bytes;
    budget.reserve(bytes);
  }

  private void release(long bytes) {
    reserved -= bytes;
    budget.release(bytes);
  }
}
