package dev.zdb.sql.codec;

import dev.zdb.sql.api.SqlType;
import java.util.List;

/**
 * Where the first {@code count} stored columns of a table lie in a row; offsets are counted from
 * the end of the row's header.
 *
 * <p><b>Threads:</b> any; immutable.
 */
final class RowLayout {
  final int count;

  /** The offset of each fixed column; of a variable one its number among the variable. */
  final int[] places;

  /** Where the ends of the variable values stand. */
  final int ends;

  /** How many variable columns there are. */
  final int variables;

  RowLayout(List<SqlType> types, int count) {
    this.count = count;
    this.places = new int[count];
    int offset = (count + 7) / 8;
    int variable = 0;
    for (int i = 0; i < count; i++) {
      int width = Widths.of(types.get(i));
      places[i] = width == 0 ? variable++ : offset;
      offset += width;
    }
    this.ends = offset;
    this.variables = variable;
  }
}
