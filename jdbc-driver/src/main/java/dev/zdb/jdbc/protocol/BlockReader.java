package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.TypeKind;
import java.util.List;

/**
 * Walks over the rows of a block. Each step finds where the row's values begin; they are decoded
 * when asked for.
 */
public final class BlockReader {
  private final TypeKind[] kinds;
  private final int[] starts;
  private final PayloadReader in;
  private int rowsLeft;

  /** Stands before the first row. */
  public BlockReader(List<ColumnMetadata> columns, RowBlock block) {
    this.kinds = RowBlock.kinds(columns);
    this.starts = new int[kinds.length];
    this.in = new PayloadReader(block.bytes(), 0, block.bytes().length);
    this.rowsLeft = block.rowCount();
  }

  /** Moves to the next row; returns whether there is one. */
  public boolean next() {
    if (rowsLeft == 0) {
      in.requireEnd();
      return false;
    }
    rowsLeft--;
    int bitmap = in.position();
    in.skip((kinds.length + 7) / 8);
    int afterBitmap = in.position();
    int bits = 0;
    int end = afterBitmap;
    for (int i = 0; i < kinds.length; i++) {
      if ((i & 7) == 0) {
        in.position(bitmap + (i >> 3));
        bits = in.u8();
        in.position(end);
      }
      boolean isNull = (bits & (1 << (i & 7))) != 0;
      starts[i] = isNull ? -1 : end;
      if (!isNull) {
        WireValues.skip(in, kinds[i]);
        end = in.position();
      }
    }
    return true;
  }

  /** Whether a column of this row is NULL. */
  public boolean isNull(int column) {
    return starts[column] < 0;
  }

  /** A BOOLEAN as 0 or 1, or an integer. */
  public long asLong(int column) {
    int after = seek(column);
    long value =
        switch (kinds[column]) {
          case BOOLEAN, TINYINT -> in.i8();
          case SMALLINT -> in.i16();
          case INTEGER -> in.i32();
          case BIGINT -> in.i64();
          default -> throw mismatch(column, "an integer");
        };
    in.position(after);
    return value;
  }

  /** A REAL or DOUBLE. */
  public double asDouble(int column) {
    int after = seek(column);
    double value =
        switch (kinds[column]) {
          case REAL -> Float.intBitsToFloat(in.i32());
          case DOUBLE -> Double.longBitsToDouble(in.i64());
          default -> throw mismatch(column, "a floating-point number");
        };
    in.position(after);
    return value;
  }

  /** Any value that is not NULL. */
  public Object asObject(int column) {
    int after = seek(column);
    Object value = WireValues.read(in, kinds[column]);
    in.position(after);
    return value;
  }

  private int seek(int column) {
    if (starts[column] < 0) {
      throw new IllegalStateException("column " + column + " is NULL");
    }
    int after = in.position();
    in.position(starts[column]);
    return after;
  }

  private IllegalArgumentException mismatch(int column, String asked) {
    return new IllegalArgumentException(
        "column " + column + " is " + kinds[column] + ", not " + asked);
  }
}
