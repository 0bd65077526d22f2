package dev.zdb.kv.wal;

import dev.zdb.kv.io.FileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;

/** The names of the log's files, each saying the LSN at which its records begin. */
final class Segments {
  static final String DIRECTORY = "wal";

  private static final String SUFFIX = ".wal";
  private static final int DIGITS = 16;

  private Segments() {}

  static String name(long startLsn) {
    return DIRECTORY + '/' + String.format(Locale.ROOT, "%016x", startLsn) + SUFFIX;
  }

  /** Where the segments begin that are there, in order; other files are none of ours. */
  static List<Long> startsIn(FileSystem files) throws IOException {
    List<Long> starts = new ArrayList<>();
    if (!files.exists(DIRECTORY)) {
      return starts;
    }
    for (String name : files.list(DIRECTORY)) {
      startOf(name).ifPresent(starts::add);
    }
    starts.sort(null);
    return starts;
  }

  /**
   * What marks the batches of one segment, so that blocks of a deleted file, of this store or of
   * another, are never taken for them. It follows from the segment's name, so that a damaged header
   * cannot hide that batches follow it, and nobody can guess it who does not know the store's
   * identifier.
   */
  static long salt(UUID store, long startLsn) {
    return mix(
        store.getMostSignificantBits() + mix(store.getLeastSignificantBits() + mix(startLsn)));
  }

  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  private static OptionalLong startOf(String name) {
    if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return OptionalLong.empty();
    }
    long start = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = "0123456789abcdef".indexOf(name.charAt(i));
      if (digit < 0) {
        return OptionalLong.empty();
      }
      start = start << 4 | digit;
    }
    return start < 0 ? OptionalLong.empty() : OptionalLong.of(start);
  }
}
