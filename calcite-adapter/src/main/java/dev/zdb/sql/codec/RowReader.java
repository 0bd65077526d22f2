package dev.zdb.sql.codec;

import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Registers;
import java.util.Arrays;

/**
 * Reads chosen columns of rows into registers: the inner loop of every scan. It allocates nothing
 * but the strings and binaries it reads.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class RowReader {
  private final RowCodec codec;
  private final RowLayout newest;
  private final Column[] columns;

  RowReader(RowCodec codec, int[] stored, int[] into) {
    this.codec = codec;
    this.newest = codec.layoutOf(codec.size());
    this.columns = new Column[stored.length];
    for (int i = 0; i < stored.length; i++) {
      columns[i] = new Column(codec, stored[i], into[i]);
    }
  }

  /** Reads the row in bytes {@code [start, end)}. */
  public void read(byte[] bytes, int start, int end, Registers registers) {
    int base = start + 2;
    int widthCode = bytes[start] & 3;
    int count = bytes[start + 1];
    if (bytes[start] < 0 || count < 0) {
      int second = start + Varint.size(bytes, start);
      count = Varint.read(bytes, second);
      base = second + Varint.size(bytes, second);
    }
    RowLayout layout = count == newest.count ? newest : codec.layoutOf(count);
    for (Column column : columns) {
      int stored = column.stored;
      boolean isNull = stored >= count || (bytes[base + (stored >> 3)] & (1 << (stored & 7))) != 0;
      registers.nulls[column.register] = isNull;
      if (!isNull) {
        int place = layout.places[stored];
        if (column.isFixed) {
          readFixed(column, bytes, base + place, registers);
        } else {
          int ends = base + layout.ends;
          int values = ends + (layout.variables << widthCode);
          int from = values + end(bytes, ends, widthCode, place - 1);
          int to = values + end(bytes, ends, widthCode, place);
          registers.objects[column.register] = variable(column, bytes, from, to);
        }
      }
    }
    assert base <= end;
  }

  private static void readFixed(Column column, byte[] bytes, int at, Registers r) {
    int register = column.register;
    switch (column.kind) {
      case BOOLEAN, TINYINT -> r.words[register] = bytes[at];
      case SMALLINT -> r.words[register] = BigEndian.getShort(bytes, at);
      case INTEGER, DATE -> r.words[register] = BigEndian.getInt(bytes, at);
      case REAL ->
          r.words[register] =
              Double.doubleToRawLongBits(Float.intBitsToFloat(BigEndian.getInt(bytes, at)));
      case BIGINT, DOUBLE, TIME -> r.words[register] = BigEndian.getLong(bytes, at);
      case DECIMAL -> {
        long first = BigEndian.getLong(bytes, at);
        r.words[register] = column.isNarrow ? first : BigEndian.getLong(bytes, at + Long.BYTES);
        r.highs[register] = column.isNarrow ? first >> 63 : first;
      }
      case TIMESTAMP -> {
        r.words[register] = BigEndian.getLong(bytes, at);
        r.highs[register] = BigEndian.getInt(bytes, at + Long.BYTES);
      }
      case UUID -> {
        r.words[register] = BigEndian.getLong(bytes, at);
        r.highs[register] = BigEndian.getLong(bytes, at + Long.BYTES);
      }
      default -> throw new AssertionError(column.kind);
    }
  }

  private static Object variable(Column column, byte[] bytes, int from, int to) {
    return column.kind.isCharacter()
        ? Utf8.decode(bytes, from, to)
        : Arrays.copyOfRange(bytes, from, to);
  }

  private static int end(byte[] bytes, int ends, int widthCode, int variable) {
    if (variable < 0) {
      return 0;
    }
    return switch (widthCode) {
      case 0 -> bytes[ends + variable] & 0xff;
      case 1 -> BigEndian.getShort(bytes, ends + 2 * variable) & 0xffff;
      default -> BigEndian.getInt(bytes, ends + 4 * variable);
    };
  }

  /** A column to read. */
  private static final class Column {
    final int stored;
    final int register;
    final TypeKind kind;
    final boolean isFixed;
    final boolean isNarrow;

    Column(RowCodec codec, int stored, int register) {
      this.stored = stored;
      this.register = register;
      this.kind = codec.type(stored).kind();
      this.isFixed = Widths.of(codec.type(stored)) > 0;
      this.isNarrow = Widths.isNarrow(codec.type(stored));
    }
  }
}
