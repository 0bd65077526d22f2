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
      columns[i] = new Column(codec, newest, stored[i], into[i]);
    }
  }

  /** Reads the row that begins at {@code start}. */
  public void read(byte[] bytes, int start, Registers registers) {
    if (bytes[start] < 0 || bytes[start + 1] != newest.count) {
      readOther(bytes, start, registers);
      return;
    }
    int base = start + 2;
    for (Column column : columns) {
      boolean isNull = (bytes[base + column.nullByte] & column.nullBit) != 0;
      registers.nulls[column.register] = isNull;
      if (!isNull) {
        if (column.isFixed) {
          readFixed(column, bytes, base + column.place, registers);
        } else {
          readVariable(column, bytes, new Row(newest, base, bytes[start] & 3), registers);
        }
      }
    }
  }

  /** Reads a row that is not of the newest layout, or whose header is not of two bytes. */
  private void readOther(byte[] bytes, int start, Registers registers) {
    int second = start + Varint.size(bytes, start);
    int count = Varint.read(bytes, second);
    int base = second + Varint.size(bytes, second);
    RowLayout layout = codec.layoutOf(count);
    Row row = new Row(layout, base, bytes[start] & 3);
    for (Column column : columns) {
      boolean isNull =
          column.stored >= count || (bytes[base + column.nullByte] & column.nullBit) != 0;
      registers.nulls[column.register] = isNull;
      if (!isNull) {
        if (column.isFixed) {
          readFixed(column, bytes, base + layout.places[column.stored], registers);
        } else {
          readVariable(column, bytes, row, registers);
        }
      }
    }
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

  private static void readVariable(Column column, byte[] bytes, Row row, Registers r) {
    RowLayout layout = row.layout;
    int ends = row.base + layout.ends;
    int values = ends + (layout.variables << row.widthCode);
    int place = layout.places[column.stored];
    int from = values + end(bytes, ends, row.widthCode, place - 1);
    int to = values + end(bytes, ends, row.widthCode, place);
    r.objects[column.register] =
        column.kind.isCharacter()
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

  /**
   * How a row lies.
   *
   * @param base the end of its header
   */
  private record Row(RowLayout layout, int base, int widthCode) {}

  /** A column to read. */
  private static final class Column {
    final int stored;

    /** Its place in rows of the newest layout. */
    final int place;

    final int nullByte;
    final int nullBit;
    final int register;
    final TypeKind kind;
    final boolean isFixed;
    final boolean isNarrow;

    Column(RowCodec codec, RowLayout newest, int stored, int register) {
      this.stored = stored;
      this.place = newest.places[stored];
      this.nullByte = stored >> 3;
      this.nullBit = 1 << (stored & 7);
      this.register = register;
      this.kind = codec.type(stored).kind();
      this.isFixed = Widths.of(codec.type(stored)) > 0;
      this.isNarrow = Widths.isNarrow(codec.type(stored));
    }
  }
}
