package dev.zdb.sql.codec;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Registers;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes: any column is read without the others, and a row written before its table had a
 * column reads NULL for it.
 *
 * <pre>
 *   varint  version of the table * 4 + how wide the ends are: 0, 1, 2 for 1, 2, 4 bytes
 *   varint  count of columns
 *   bits    NULLs, one a column, the first lowest, filled up to a byte
 *   fixed   the columns of fixed width, big-endian, in place (and zero) even where NULL
 *   ends    of each variable value, counted from the first one's beginning
 *   values  the variable ones: CHAR, VARCHAR as UTF-8, BINARY, VARBINARY; NULL is empty
 *
 *   BOOLEAN, TINYINT 1 · SMALLINT 2 · INTEGER, DATE 4 · BIGINT, TIME 8
 *   REAL, DOUBLE     4 or 8 of IEEE 754
 *   DECIMAL          unscaled value, 8 up to 18 digits, else 16
 *   TIMESTAMP        epoch second 8, nanosecond 4
 *   UUID             16
 * </pre>
 *
 * {@code docs/row-encoding.md} has worked examples.
 *
 * <p><b>Invariant:</b> columns are only ever added at the end: the count of columns alone tells a
 * row's layout.
 *
 * <p><b>Threads:</b> any; layouts of older rows are made when first met, each equal to any other.
 */
public final class RowCodec {
  private final int version;
  private final List<SqlType> types;
  private final RowLayout layout;
  private final @Nullable RowLayout[] olderLayouts;

  /**
   * Describes the rows of one version of a table.
   *
   * @param types of the stored columns, in order
   */
  public RowCodec(int version, List<SqlType> types) {
    this.version = version;
    this.types = List.copyOf(types);
    this.layout = new RowLayout(this.types, types.size());
    this.olderLayouts = new RowLayout[types.size()];
  }

  /** How many columns a row stores. */
  public int size() {
    return types.size();
  }

  /**
   * Chooses columns to read.
   *
   * @param columns which stored columns, from 0
   * @param into the register of each
   */
  public RowReader reader(int[] columns, int[] into) {
    return new RowReader(this, columns, into);
  }

  /**
   * Appends a row.
   *
   * @param from the register of each stored column, holding a value of its type
   */
  public void encode(Registers registers, int[] from, Bytes row) {
    int length = variableLength(registers, from);
    int widthCode = length < 1 << 8 ? 0 : length < 1 << 16 ? 1 : 2;
    Varint.append(row, version << 2 | widthCode);
    Varint.append(row, from.length);
    int base = row.length();
    int values = base + layout.ends + (layout.variables << widthCode);
    row.setLength(values + length);
    byte[] bytes = row.array();
    Arrays.fill(bytes, base, values, (byte) 0);
    int at = values;
    for (int i = 0; i < from.length; i++) {
      int register = from[i];
      boolean isNull = registers.nulls[register];
      if (isNull) {
        bytes[base + (i >> 3)] |= (byte) (1 << (i & 7));
      }
      int place = layout.places[i];
      if (Widths.of(types.get(i)) > 0) {
        if (!isNull) {
          putFixed(types.get(i), registers, register, bytes, base + place);
        }
      } else {
        at = isNull ? at : putVariable(registers.objects[register], bytes, at);
        putEnd(bytes, base + layout.ends + (place << widthCode), widthCode, at - values);
      }
    }
  }

  /** The layout of a row that stores {@code count} columns. */
  RowLayout layoutOf(int count) {
    if (count == layout.count) {
      return layout;
    }
    if (count > layout.count) {
      throw Corruption.of("a row of %d columns in a table of %d", count, layout.count);
    }
    RowLayout older = olderLayouts[count];
    if (older == null) {
      older = new RowLayout(types, count);
      olderLayouts[count] = older;
    }
    return older;
  }

  SqlType type(int column) {
    return types.get(column);
  }

  private int variableLength(Registers registers, int[] from) {
    long length = 0;
    for (int i = 0; i < from.length; i++) {
      if (Widths.of(types.get(i)) == 0 && !registers.nulls[from[i]]) {
        Object value = registers.objects[from[i]];
        length += value instanceof String text ? Utf8.length(text) : binary(value).length;
      }
    }
    return Math.toIntExact(Math.min(length, Integer.MAX_VALUE));
  }

  private static byte[] binary(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw new AssertionError("no string or bytes in a register: " + value);
  }

  private static int putVariable(@Nullable Object value, byte[] bytes, int at) {
    if (value instanceof String text) {
      return Utf8.encode(text, bytes, at);
    }
    byte[] binary = binary(value);
    System.arraycopy(binary, 0, bytes, at, binary.length);
    return at + binary.length;
  }

  private static void putEnd(byte[] bytes, int at, int widthCode, int end) {
    switch (widthCode) {
      case 0 -> bytes[at] = (byte) end;
      case 1 -> BigEndian.putShort(bytes, at, (short) end);
      default -> BigEndian.putInt(bytes, at, end);
    }
  }

  private static void putFixed(SqlType type, Registers r, int register, byte[] bytes, int at) {
    long word = r.words[register];
    switch (type.kind()) {
      case BOOLEAN, TINYINT -> bytes[at] = (byte) word;
      case SMALLINT -> BigEndian.putShort(bytes, at, (short) word);
      case INTEGER, DATE -> BigEndian.putInt(bytes, at, (int) word);
      case REAL ->
          BigEndian.putInt(
              bytes, at, Float.floatToRawIntBits((float) Double.longBitsToDouble(word)));
      case BIGINT, DOUBLE, TIME -> BigEndian.putLong(bytes, at, word);
      case TIMESTAMP -> {
        BigEndian.putLong(bytes, at, word);
        BigEndian.putInt(bytes, at + Long.BYTES, (int) r.highs[register]);
      }
      case UUID -> {
        BigEndian.putLong(bytes, at, word);
        BigEndian.putLong(bytes, at + Long.BYTES, r.highs[register]);
      }
      case DECIMAL -> {
        if (Widths.isNarrow(type)) {
          BigEndian.putLong(bytes, at, word);
        } else {
          BigEndian.putLong(bytes, at, r.highs[register]);
          BigEndian.putLong(bytes, at + Long.BYTES, word);
        }
      }
      default -> throw new AssertionError(type);
    }
  }
}
