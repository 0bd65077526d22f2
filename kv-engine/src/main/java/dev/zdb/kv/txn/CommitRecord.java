package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.txn.WriteSet.Write;
import java.util.Map;
import java.util.NavigableMap;

/**
 * A commit as it stands in the log, and as it is applied to trees.
 *
 * <pre>
 *   time (8), then steps of a tag (1) and what the tag asks for; lengths are varints
 *     1  create   tree, page size
 *     2  drop     tree
 *     3  go to    tree, which the puts and deletes up to the next of these are for
 *     4  put      key length, key, value length, value
 *     5  delete   key length, key
 * </pre>
 */
final class CommitRecord {
  private static final int CREATE = 1;
  private static final int DROP = 2;
  private static final int GO_TO = 3;
  private static final int PUT = 4;
  private static final int DELETE = 5;

  private CommitRecord() {}

  /** Who is told the steps of a commit, in order. */
  interface Steps {
    void create(int tree, int pageBytes);

    void drop(int tree);

    void goTo(int tree);

    void put(Bytes key, Bytes value);

    void delete(Bytes key);
  }

  static void write(Bytes record, long time, WriteSet writes, int pageBytes) {
    record.reserve((int) Math.min(writes.mostRecordBytes(), Bytes.LARGEST));
    for (int shift = 56; shift >= 0; shift -= 8) {
      record.append((int) (time >>> shift));
    }
    for (int tree : writes.created()) {
      varint(record.append(CREATE), tree);
      varint(record, pageBytes);
    }
    for (int tree : writes.dropped()) {
      varint(record.append(DROP), tree);
    }
    for (Map.Entry<Integer, NavigableMap<Bytes, Write>> of : writes.writes().entrySet()) {
      varint(record.append(GO_TO), of.getKey());
      for (Map.Entry<Bytes, Write> entry : of.getValue().entrySet()) {
        Bytes value = entry.getValue().value();
        run(record.append(value == null ? DELETE : PUT), entry.getKey());
        if (value != null) {
          run(record, value);
        }
      }
    }
  }

  /** The time of a commit. */
  static long time(Bytes record) {
    long time = 0;
    for (int at = 0; at < Long.BYTES; at++) {
      time = (time << 8) | (record.array()[at] & 0xff);
    }
    return time;
  }

  static void read(Bytes record, Steps steps) {
    Reader reader = new Reader(record);
    Bytes key = new Bytes();
    Bytes value = new Bytes();
    while (reader.at < record.length()) {
      int tag = record.array()[reader.at++];
      switch (tag) {
        case CREATE -> steps.create(reader.varint(), reader.varint());
        case DROP -> steps.drop(reader.varint());
        case GO_TO -> steps.goTo(reader.varint());
        case PUT -> {
          reader.run(key);
          reader.run(value);
          steps.put(key, value);
        }
        case DELETE -> {
          reader.run(key);
          steps.delete(key);
        }
        default ->
            throw KvException.of(
                ErrorCode.CORRUPT, "commit %d has a step of unknown kind %d", time(record), tag);
      }
    }
  }

  private static void varint(Bytes into, int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      into.append((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    into.append(rest);
  }

  private static void run(Bytes into, Bytes run) {
    varint(into, run.length());
    into.append(run.array(), 0, run.length());
  }

  /** A place in a record. */
  private static final class Reader {
    private final Bytes record;
    private int at = Long.BYTES;

    Reader(Bytes record) {
      this.record = record;
    }

    int varint() {
      int value = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        require(1);
        byte next = record.array()[at++];
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw broken();
    }

    void run(Bytes into) {
      int length = varint();
      require(length);
      into.clear().append(record.array(), at, length);
      at += length;
    }

    private void require(int count) {
      if (count < 0 || count > record.length() - at) {
        throw broken();
      }
    }

    private KvException broken() {
      return KvException.of(
          ErrorCode.CORRUPT,
          "commit %d ends within a step, at byte %d of %d",
          time(record),
          at,
          record.length());
    }
  }
}
