package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.txn.WriteSet.Write;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A commit as it stands in the log, and as it is applied to trees. It is written and read a piece
 * at a time: of a long one no more than a piece, or its longest value, is in memory.
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

  /** Who is told the steps of a commit, in order; keys and values count until the next step. */
  interface Steps {
    void create(int tree, int pageBytes);

    void drop(int tree);

    void goTo(int tree);

    void put(Bytes key, Bytes value);

    void delete(Bytes key);
  }

  /** Tells the steps of a commit that was not logged yet. */
  static void tell(WriteSet writes, int pageBytes, Steps steps) {
    for (int tree : writes.created()) {
      steps.create(tree, pageBytes);
    }
    for (int tree : writes.dropped()) {
      steps.drop(tree);
    }
    for (Map.Entry<Integer, NavigableMap<Bytes, Write>> of : writes.writes().entrySet()) {
      steps.goTo(of.getKey());
      for (Map.Entry<Bytes, Write> entry : of.getValue().entrySet()) {
        Bytes value = entry.getValue().value();
        if (value == null) {
          steps.delete(entry.getKey());
        } else {
          steps.put(entry.getKey(), value);
        }
      }
    }
  }

  /** The pieces of a record, each made where the one before was. */
  static final class Writer implements Iterator<Bytes> {
    private static final int ENOUGH = 64 << 10;

    private final Bytes piece;
    private final Iterator<Map.Entry<Integer, NavigableMap<Bytes, Write>>> trees;
    private Iterator<Map.Entry<Bytes, Write>> entries = Collections.emptyIterator();

    /** The value that does not fit into a piece, and how much of it is written. */
    private @Nullable Bytes value;

    private int written;

    /** Whether the piece is the one that comes next. */
    private boolean ready = true;

    /** Begins in {@code piece}, which is not empty from then on. */
    Writer(Bytes piece, long time, WriteSet writes, int pageBytes) {
      this.piece = piece.clear();
      trees = writes.writes().entrySet().iterator();
      for (int shift = 56; shift >= 0; shift -= 8) {
        piece.append((int) (time >>> shift));
      }
      for (int tree : writes.created()) {
        varint(piece.append(CREATE), tree);
        varint(piece, pageBytes);
      }
      for (int tree : writes.dropped()) {
        varint(piece.append(DROP), tree);
      }
      fill();
    }

    @Override
    public boolean hasNext() {
      return ready || hasMore();
    }

    private boolean hasMore() {
      return value != null || entries.hasNext() || trees.hasNext();
    }

    @Override
    public Bytes next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!ready) {
        piece.clear();
        fill();
      }
      ready = false;
      return piece;
    }

    private void fill() {
      while (piece.length() < ENOUGH && hasMore()) {
        if (value != null) {
          goOn(value);
        } else if (entries.hasNext()) {
          begin(entries.next());
        } else {
          Map.Entry<Integer, NavigableMap<Bytes, Write>> of = trees.next();
          varint(piece.append(GO_TO), of.getKey());
          entries = of.getValue().entrySet().iterator();
        }
      }
    }

    private void begin(Map.Entry<Bytes, Write> entry) {
      Bytes key = entry.getKey();
      value = entry.getValue().value();
      written = 0;
      varint(piece.append(value == null ? DELETE : PUT), key.length());
      piece.append(key.array(), 0, key.length());
      if (value != null) {
        varint(piece, value.length());
        goOn(value);
      }
    }

    private void goOn(Bytes of) {
      int count = Math.min(of.length() - written, Math.max(0, ENOUGH - piece.length()));
      piece.append(of.array(), written, count);
      written += count;
      if (written == of.length()) {
        value = null;
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
  }

  /** Tells the steps of one record, as far as its pieces have come. */
  static final class Reader {
    private final long time;
    private final Bytes key = new Bytes();
    private final Bytes value = new Bytes();

    /** What has come and was not told yet. */
    private Bytes rest = new Bytes();

    private int at;

    /** Up to where the step comes at least that {@link #rest} ends in. */
    private int needed;

    /** Begins a record, of which {@code first} is the first piece. */
    Reader(Bytes first) {
      if (first.length() < Long.BYTES) {
        throw KvException.of(
            ErrorCode.CORRUPT, "a commit in the log begins with %d bytes", first.length());
      }
      long found = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        found = (found << 8) | (first.array()[i] & 0xff);
      }
      time = found;
      rest.append(first.array(), Long.BYTES, first.length() - Long.BYTES);
    }

    /** The time of the commit. */
    long time() {
      return time;
    }

    /** Takes one more piece in. */
    void add(Bytes piece) {
      int wanted = Math.max(rest.length() + piece.length(), needed);
      if (wanted > rest.array().length) {
        rest = new Bytes(wanted).append(rest.array(), 0, rest.length());
      }
      rest.append(piece.array(), 0, piece.length());
    }

    /** Tells all steps that are wholly there. */
    void tell(Steps steps) {
      at = 0;
      int told = 0;
      needed = 0;
      while (at < rest.length() && step(steps)) {
        told = at;
      }
      int left = rest.length() - told;
      System.arraycopy(rest.array(), told, rest.array(), 0, left);
      rest.setLength(left);
      needed -= told;
    }

    /** Fails unless all that came was told. */
    void requireEnd() {
      if (rest.length() > 0) {
        throw KvException.of(
            ErrorCode.CORRUPT,
            "commit %d ends within a step, of which it has %d bytes",
            time,
            rest.length());
      }
    }

    /** Tells one step, if it has come wholly. */
    private boolean step(Steps steps) {
      int tag = rest.array()[at++];
      return switch (tag) {
        case CREATE -> create(steps);
        case DROP, GO_TO -> tree(steps, tag);
        case PUT -> put(steps);
        case DELETE -> delete(steps);
        default ->
            throw KvException.of(
                ErrorCode.CORRUPT, "commit %d has a step of unknown kind %d", time, tag);
      };
    }

    private boolean create(Steps steps) {
      int tree = number();
      int pageBytes = tree < 0 ? -1 : number();
      if (pageBytes < 0) {
        return false;
      }
      steps.create(tree, pageBytes);
      return true;
    }

    private boolean tree(Steps steps, int tag) {
      int tree = number();
      if (tree < 0) {
        return false;
      }
      if (tag == DROP) {
        steps.drop(tree);
      } else {
        steps.goTo(tree);
      }
      return true;
    }

    private boolean put(Steps steps) {
      if (!run(key) || !run(value)) {
        return false;
      }
      steps.put(key, value);
      return true;
    }

    private boolean delete(Steps steps) {
      if (!run(key)) {
        return false;
      }
      steps.delete(key);
      return true;
    }

    /** A number, or -1 where it has not come wholly. */
    private int number() {
      int number = 0;
      for (int shift = 0; at < rest.length(); shift += 7) {
        byte next = rest.array()[at++];
        number |= (next & 0x7f) << shift;
        if (next >= 0 && number >= 0) {
          return number;
        }
        if (shift > 21) {
          throw KvException.of(ErrorCode.CORRUPT, "commit %d has a number over the limit", time);
        }
      }
      return -1;
    }

    /** Takes a run, if it has come wholly. */
    private boolean run(Bytes into) {
      int length = number();
      if (length < 0 || length > rest.length() - at) {
        needed = Math.max(0, length) + at;
        return false;
      }
      into.clear().append(rest.array(), at, length);
      at += length;
      return true;
    }
  }
}
