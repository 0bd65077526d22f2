package dev.zdb.kv.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A simulated file without its name: what the system shows, what the disk holds for sure, and what
 * was done in between, of which a power cut keeps what it likes.
 */
final class SimulatedInode {
  private static final int SECTOR = 512;

  /** What reads see. */
  private byte[] shown = new byte[0];

  /** What was forced; bytes behind {@link #durableLength} count once the length does. */
  private byte[] durable = new byte[0];

  private int durableLength;
  private final List<Write> writes = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();

  /** A write that was not forced yet. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Write(int position, byte[] bytes) {}

  int length() {
    return shown.length;
  }

  int read(long position, byte[] into, int offset, int length) {
    int count = (int) Math.max(0, Math.min(length, shown.length - position));
    if (count > 0) {
      System.arraycopy(shown, (int) position, into, offset, count);
    }
    return count;
  }

  void write(long position, byte[] bytes) {
    int end = Math.toIntExact(position + bytes.length);
    if (end > shown.length) {
      shown = Arrays.copyOf(shown, end);
      lengths.add(end);
    }
    System.arraycopy(bytes, 0, shown, (int) position, bytes.length);
    writes.add(new Write((int) position, bytes));
  }

  void truncate(long length) {
    if (length < shown.length) {
      int cut = shown.length - (int) length;
      writes.add(new Write((int) length, new byte[cut]));
      shown = Arrays.copyOf(shown, (int) length);
      lengths.add((int) length);
    }
  }

  void forceContent() {
    writes.forEach(write -> durable = applied(durable, write));
    writes.clear();
  }

  void forceLength() {
    durableLength = shown.length;
    durable = Arrays.copyOf(durable, durableLength);
    lengths.clear();
  }

  /** The system believes that all is on the disk, and it is not. */
  void forgetWrites() {
    writes.clear();
    lengths.clear();
  }

  void flipBit(long position, int bit) {
    shown[(int) position] ^= (byte) (1 << bit);
    durable[(int) position] ^= (byte) (1 << bit);
  }

  byte[] content() {
    return shown.clone();
  }

  /** The file after the end of the process: as shown, and no more durable than before. */
  SimulatedInode copy() {
    SimulatedInode copy = new SimulatedInode();
    copy.shown = shown.clone();
    copy.durable = durable.clone();
    copy.durableLength = durableLength;
    copy.writes.addAll(writes);
    copy.lengths.addAll(lengths);
    return copy;
  }

  /** The file after a power cut. */
  SimulatedInode crashed(Loss loss, Random random, List<byte[]> stale) {
    int length = survivingLength(loss, random);
    byte[] bytes = Arrays.copyOf(durable, Math.max(length, durable.length));
    if (loss == Loss.RANDOM) {
      fillNew(bytes, random, stale);
    }
    for (Write write : survivingWrites(loss, random)) {
      bytes = applied(bytes, write);
    }
    SimulatedInode crashed = new SimulatedInode();
    crashed.shown = Arrays.copyOf(bytes, length);
    crashed.durable = crashed.shown.clone();
    crashed.durableLength = length;
    return crashed;
  }

  private int survivingLength(Loss loss, Random random) {
    if (loss == Loss.KEEPS_NOTHING || lengths.isEmpty()) {
      return durableLength;
    }
    if (loss != Loss.RANDOM) {
      return lengths.get(lengths.size() - 1);
    }
    int choice = random.nextInt(lengths.size() + 1);
    return choice == 0 ? durableLength : lengths.get(choice - 1);
  }

  private List<Write> survivingWrites(Loss loss, Random random) {
    List<Write> kept = new ArrayList<>();
    int last = writes.size() - 1;
    if (loss == Loss.KEEPS_ALL) {
      kept.addAll(writes);
    } else if (loss == Loss.KEEPS_LAST && last >= 0) {
      kept.add(writes.get(last));
    } else if (loss == Loss.KEEPS_FIRST && last >= 0) {
      kept.add(writes.get(0));
    } else if (loss == Loss.KEEPS_HEADERS) {
      writes.forEach(write -> kept.add(prefix(write, SECTOR)));
    } else if (loss == Loss.RANDOM) {
      writes.forEach(write -> keepSome(write, random, kept));
      if (random.nextBoolean()) {
        Collections.shuffle(kept, random);
      }
    }
    return kept;
  }

  private static void keepSome(Write write, Random random, List<Write> kept) {
    int choice = random.nextInt(6);
    if (choice < 2) {
      kept.add(write);
    } else if (choice == 2) {
      kept.add(prefix(write, random.nextInt(write.bytes.length + 1)));
    } else if (choice == 3) {
      int from = random.nextInt(write.bytes.length + 1);
      byte[] rest = Arrays.copyOfRange(write.bytes, from, write.bytes.length);
      kept.add(new Write(write.position + from, rest));
    } else if (choice == 4) {
      keepSectors(write, random, kept);
    }
  }

  private static void keepSectors(Write write, Random random, List<Write> kept) {
    int from = 0;
    while (from < write.bytes.length) {
      int inSector = SECTOR - (write.position + from) % SECTOR;
      int to = Math.min(write.bytes.length, from + inSector);
      if (random.nextBoolean()) {
        byte[] sector = Arrays.copyOfRange(write.bytes, from, to);
        kept.add(new Write(write.position + from, sector));
      }
      from = to;
    }
  }

  /** Fills what was never forced with zeros, noise, or what a deleted file left on the disk. */
  private void fillNew(byte[] bytes, Random random, List<byte[]> stale) {
    int from = Math.min(bytes.length, Math.max(durable.length, durableLength));
    int choice = random.nextInt(4);
    if (choice == 0) {
      byte[] noise = new byte[bytes.length - from];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, bytes, from, noise.length);
    } else if (choice == 1 && !stale.isEmpty()) {
      byte[] old = stale.get(random.nextInt(stale.size()));
      int end = Math.min(bytes.length, old.length);
      if (from < end) {
        System.arraycopy(old, from, bytes, from, end - from);
      }
    }
  }

  private static Write prefix(Write write, int length) {
    return new Write(
        write.position, Arrays.copyOf(write.bytes, Math.min(length, write.bytes.length)));
  }

  private static byte[] applied(byte[] content, Write write) {
    int end = write.position + write.bytes.length;
    byte[] result = end > content.length ? Arrays.copyOf(content, end) : content;
    System.arraycopy(write.bytes, 0, result, write.position, write.bytes.length);
    return result;
  }
}
