package dev.zdb.kv.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is read from a commit's record, in whatever pieces it comes. */
final class CommitRecordTest {
  private static final int PAGE = 4096;

  @Property(tries = 200)
  void theStepsThatAreReadAreThoseOfTheWriteSetWhereverTheRecordIsCut(@ForAll long seed) {
    Random random = new Random(seed);
    WriteSet writes = writes(random);
    Told expected = new Told();
    CommitRecord.tell(writes, PAGE, expected);

    byte[] record = record(writes, 77);
    int most = 1 + random.nextInt(record.length + 10);
    int end = Math.min(record.length, Long.BYTES + random.nextInt(most));
    CommitRecord.Reader reader = new CommitRecord.Reader(piece(record, 0, end));
    Told told = new Told();
    reader.tell(told);
    while (end < record.length) {
      int from = end;
      end = Math.min(record.length, from + 1 + random.nextInt(most));
      reader.add(piece(record, from, end));
      reader.tell(told);
    }

    reader.requireEnd();
    assertThat(reader.time()).isEqualTo(77);
    assertThat(told.steps).isEqualTo(expected.steps);
  }

  @Test
  void aLongRecordIsWrittenInPiecesOfLittleMemory() {
    WriteSet writes = new WriteSet(new WriteBudget(1L << 30));
    writes.put(1, text("long"), Bytes.copyOf(new byte[10 << 20]));

    Bytes piece = new Bytes();
    CommitRecord.Writer writer = new CommitRecord.Writer(piece, 1, writes, PAGE);
    long bytes = 0;
    while (writer.hasNext()) {
      bytes += writer.next().length();
    }

    assertThat(bytes).isEqualTo(8 + 2 + 1 + 5 + 4 + (10 << 20));
    assertThat(piece.array().length).isLessThan(256 << 10);
  }

  @Test
  void aRecordThatEndsWithinAStepIsDamage() {
    WriteSet writes = new WriteSet(new WriteBudget(1 << 20));
    writes.put(1, text("key"), text("value"));
    byte[] record = record(writes, 5);

    for (int end = Long.BYTES + 1; end < record.length; end++) {
      CommitRecord.Reader reader = new CommitRecord.Reader(piece(record, 0, end));
      Told told = new Told();
      reader.tell(told);
      if (end == Long.BYTES + 2) {
        assertThat(told.steps).containsExactly("go to 1");
      } else {
        assertDamaged(reader::requireEnd, "commit 5 ends within a step");
      }
    }
  }

  @Test
  void whatNoWriterWritesIsDamage() {
    assertDamaged(() -> new CommitRecord.Reader(bytes(0, 1)), "begins with 2 bytes");
    assertDamaged(() -> tell(bytes(0, 0, 0, 0, 0, 0, 0, 9, 6)), "a step of unknown kind 6");
    assertDamaged(
        () -> tell(bytes(0, 0, 0, 0, 0, 0, 0, 9, 2, 0x80, 0x80, 0x80, 0x80, 0x08)),
        "a number over the limit");
  }

  private static void tell(Bytes record) {
    new CommitRecord.Reader(record).tell(new Told());
  }

  private static void assertDamaged(Runnable steps, String message) {
    assertThatThrownBy(steps::run)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  private static byte[] record(WriteSet writes, long time) {
    Bytes record = new Bytes();
    CommitRecord.Writer writer = new CommitRecord.Writer(new Bytes(), time, writes, PAGE);
    while (writer.hasNext()) {
      Bytes piece = writer.next();
      record.append(piece.array(), 0, piece.length());
    }
    return record.toArray();
  }

  private static WriteSet writes(Random random) {
    WriteSet writes = new WriteSet(new WriteBudget(1L << 30));
    for (int i = random.nextInt(4); i > 0; i--) {
      writes.create(random.nextInt(1 << random.nextInt(1, 31)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      writes.drop(random.nextInt(1000));
    }
    for (int i = random.nextInt(30); i > 0; i--) {
      int tree = random.nextInt(3);
      Bytes key = Bytes.copyOf(new byte[random.nextInt(1 << random.nextInt(1, 8))]);
      random.nextBytes(key.array());
      if (random.nextInt(4) == 0) {
        writes.delete(tree, key);
      } else {
        writes.put(tree, key, Bytes.copyOf(new byte[random.nextInt(1 << random.nextInt(1, 14))]));
      }
    }
    return writes;
  }

  private static Bytes piece(byte[] record, int from, int end) {
    return Bytes.copyOf(Arrays.copyOfRange(record, from, end));
  }

  private static Bytes text(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Bytes bytes(int... bytes) {
    Bytes all = new Bytes();
    for (int one : bytes) {
      all.append(one);
    }
    return all;
  }

  /** The steps, as text. */
  private static final class Told implements CommitRecord.Steps {
    private final List<String> steps = new ArrayList<>();

    @Override
    public void create(int tree, int pageBytes) {
      steps.add("create " + tree + " of " + pageBytes);
    }

    @Override
    public void drop(int tree) {
      steps.add("drop " + tree);
    }

    @Override
    public void goTo(int tree) {
      steps.add("go to " + tree);
    }

    @Override
    public void put(Bytes key, Bytes value) {
      steps.add("put " + hash(key) + " " + hash(value));
    }

    @Override
    public void delete(Bytes key) {
      steps.add("delete " + hash(key));
    }

    private static String hash(Bytes bytes) {
      return bytes.length() + ":" + Arrays.hashCode(bytes.toArray());
    }
  }
}
