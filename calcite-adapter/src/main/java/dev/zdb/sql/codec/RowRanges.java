package dev.zdb.sql.codec;

/**
 * Tells of rows whether some columns, each of one word, lie in ranges: on the stored bytes, before
 * anything of the row is read.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class RowRanges {
  private final RowCodec codec;
  private final RowLayout newest;
  private final int[] stored;
  private final int[] widths;
  private final int[] places;

  RowRanges(RowCodec codec, int[] stored) {
    this.codec = codec;
    this.newest = codec.layoutOf(codec.size());
    this.stored = stored;
    this.widths = new int[stored.length];
    this.places = new int[stored.length];
    for (int i = 0; i < stored.length; i++) {
      widths[i] = Widths.of(codec.type(stored[i]));
      places[i] = newest.places[stored[i]];
    }
  }

  /**
   * Whether each column of the row that begins at {@code start} lies in its range; NULL never does.
   *
   * @param least the least word of each column
   * @param most the greatest
   */
  public boolean admit(byte[] bytes, int start, long[] least, long[] most) {
    if (bytes[start] < 0 || bytes[start + 1] != newest.count) {
      return admitOther(bytes, start, least, most);
    }
    int base = start + 2;
    for (int i = 0; i < stored.length; i++) {
      int column = stored[i];
      long word = word(bytes, base + places[i], widths[i]);
      boolean isNull = (bytes[base + (column >> 3)] & (1 << (column & 7))) != 0;
      if (isNull || word < least[i] || word > most[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean admitOther(byte[] bytes, int start, long[] least, long[] most) {
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
