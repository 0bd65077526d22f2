package dev.zdb.sql.codec;

import dev.zdb.kv.api.Cursor;

/**
 * Tells of a batch of rows which have some columns, each of one word, in ranges: on the stored
 * bytes, before anything of a row is read.
 *
 * <p>A batch is gone through column by column, and each loop is without a call and almost without
 * branches: so the machine fetches the bytes of many rows at once.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class RowRanges {
  private static final int HEADER = 2;

  private final RowCodec codec;
  private final RowLayout newest;
  private final int[] stored;
  private final int[] widths;

  RowRanges(RowCodec codec, int[] stored) {
    this.codec = codec;
    this.newest = codec.layoutOf(codec.size());
    this.stored = stored;
    this.widths = new int[stored.length];
    for (int i = 0; i < stored.length; i++) {
      widths[i] = Widths.of(codec.type(stored[i]));
    }
  }

  /**
   * Chooses the rows of which each column lies in its range; NULL never does.
   *
   * @param least the least word of each column
   * @param most the greatest
   * @param chosen takes the indexes of the chosen, ascending; as long as the batch at least
   * @return how many are chosen
   */
  public int choose(Cursor batch, long[] least, long[] most, int[] chosen) {
    int count = batch.count();
    if (stored.length > 0 && !areUsual(batch)) {
      return chooseOneByOne(batch, least, most, chosen);
    }
    for (int i = 0; i < count; i++) {
      chosen[i] = i;
    }
    for (int i = 0; i < stored.length; i++) {
      count = narrow(batch, i, new Range(least[i], most[i]), chosen, count);
    }
    return count;
  }

  /** What a column is to lie between, both ends included. */
  private record Range(long least, long most) {}

  /**
   * Whether all rows are of the newest layout, have a header of two bytes, and begin so far in that
   * eight bytes can be read that end where any of their columns ends.
   */
  private boolean areUsual(Cursor batch) {
    byte[] bytes = batch.valueBytes();
    int count = batch.count();
    int unusual = 0;
    for (int i = 0; i < count; i++) {
      int start = batch.valueStart(i);
      unusual |= ((start - Long.BYTES) | bytes[start]) >>> 31;
      unusual |= bytes[start + 1] ^ newest.count;
    }
    return unusual == 0;
  }

  /**
   * Keeps of the chosen rows those that have one column in its range. Words of all widths are read
   * alike: as the last of eight bytes, those before them shifted out.
   */
  private int narrow(Cursor batch, int column, Range range, int[] chosen, int count) {
    byte[] bytes = batch.valueBytes();
    int width = widths[column];
    int end = HEADER + newest.places[stored[column]] + width;
    int shift = Long.SIZE - Byte.SIZE * width;
    int nulls = HEADER + (stored[column] >> 3);
    int isNull = 1 << (stored[column] & 7);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = chosen[i];
      int start = batch.valueStart(row);
      long word = BigEndian.getLong(bytes, start + end - Long.BYTES) << shift >> shift;
      chosen[kept] = row;
      kept +=
          word >= range.least && word <= range.most && (bytes[start + nulls] & isNull) == 0 ? 1 : 0;
    }
    return kept;
  }

  private int chooseOneByOne(Cursor batch, long[] least, long[] most, int[] chosen) {
    int kept = 0;
    for (int i = 0; i < batch.count(); i++) {
      if (admits(batch.valueBytes(), batch.valueStart(i), least, most)) {
        chosen[kept++] = i;
      }
    }
    return kept;
  }

  private boolean admits(byte[] bytes, int start, long[] least, long[] most) {
    int second = start + Varint.size(bytes, start);
    int count = Varint.read(bytes, second);
    int base = second + Varint.size(bytes, second);
    RowLayout layout = codec.layoutOf(count);
    for (int i = 0; i < stored.length; i++) {
      int column = stored[i];
      if (column >= count || (bytes[base + (column >> 3)] & (1 << (column & 7))) != 0) {
        return false;
      }
      long word = word(bytes, base + layout.places[column], widths[i]);
      if (word < least[i] || word > most[i]) {
        return false;
      }
    }
    return true;
  }

  private static long word(byte[] bytes, int at, int width) {
    return switch (width) {
      case 1 -> bytes[at];
      case 2 -> BigEndian.getShort(bytes, at);
      case 4 -> BigEndian.getInt(bytes, at);
      default -> BigEndian.getLong(bytes, at);
    };
  }
}
