package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.TypeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive rows of a result. A row is a bitmap with one bit a column, low bit first, set for
 * NULL, then the values that are not NULL, as {@link WireValues} writes them.
 *
 * <pre>
 *   varint  rows
 *   varint  length of what follows
 *   -       rows, one behind the other
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes of a block belong to it alone
public record RowBlock(int rowCount, byte[] bytes) {

  void writeTo(PayloadWriter out) {
    out.varint(rowCount);
    out.binary(bytes);
  }

  static RowBlock read(PayloadReader in) {
    int rowCount = in.varint();
    if (rowCount < 0) {
      throw in.violation("a count of " + Integer.toUnsignedString(rowCount) + " rows");
    }
    return new RowBlock(rowCount, in.binary());
  }

  /** Writes columns, and if there are any, rows; for generated keys. */
  static void writeTable(PayloadWriter out, List<ColumnMetadata> columns, List<Object[]> rows) {
    WireWords.writeColumns(out, columns);
    if (!columns.isEmpty()) {
      of(columns, rows).writeTo(out);
    }
  }

  /** Reads the rows of a table whose columns were read. */
  static List<Object[]> readRows(PayloadReader in, List<ColumnMetadata> columns) {
    return columns.isEmpty() ? List.of() : read(in).rows(columns);
  }

  /** Encodes rows that are at hand. */
  static RowBlock of(List<ColumnMetadata> columns, List<Object[]> rows) {
    PayloadWriter out = new PayloadWriter(Integer.MAX_VALUE - 16);
    TypeKind[] kinds = kinds(columns);
    for (Object[] row : rows) {
      int bitmap = bitmap(out, kinds.length);
      for (int i = 0; i < kinds.length; i++) {
        if (row[i] == null) {
          setNull(out, bitmap, i);
        } else {
          WireValues.write(out, kinds[i], row[i]);
        }
      }
    }
    return new RowBlock(rows.size(), out.toByteArray());
  }

  /** Decodes all rows. */
  List<Object[]> rows(List<ColumnMetadata> columns) {
    List<Object[]> rows = new ArrayList<>();
    BlockReader reader = new BlockReader(columns, this);
    while (reader.next()) {
      Object[] row = new Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        if (!reader.isNull(i)) {
          row[i] = reader.asObject(i);
        }
      }
      rows.add(row);
    }
    return rows;
  }

  /** Writes the row where a cursor stands. */
  static void writeRow(PayloadWriter out, TypeKind[] kinds, RowCursor row) {
    int bitmap = bitmap(out, kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      if (row.isNull(i)) {
        setNull(out, bitmap, i);
      } else {
        WireValues.write(out, kinds[i], row, i);
      }
    }
  }

  private static int bitmap(PayloadWriter out, int columns) {
    int bitmap = out.size();
    for (int i = 0; i < columns; i += 8) {
      out.u8(0);
    }
    return bitmap;
  }

  private static void setNull(PayloadWriter out, int bitmap, int column) {
    out.array()[bitmap + (column >> 3)] |= (byte) (1 << (column & 7));
  }

  static TypeKind[] kinds(List<ColumnMetadata> columns) {
    return columns.stream().map(column -> column.type().kind()).toArray(TypeKind[]::new);
  }
}
