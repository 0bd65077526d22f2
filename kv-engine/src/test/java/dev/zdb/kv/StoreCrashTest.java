package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.kv.testing.SimulatedFileSystem.Kind;
import dev.zdb.kv.testing.Tooth;
import dev.zdb.kv.wal.LogOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power cuts at every operation of a store; what is found afterwards is the state after one of the
 * commits, none older than the last that was acknowledged.
 */
@Tag("slow")
final class StoreCrashTest {
  private static final StoreOptions TINY =
      StoreOptions.defaults().withPageBytes(256).withCacheBytes(64 << 10);
  private static final List<Loss> LOSSES = List.of(Loss.values());
  private static final LogOptions LOG = new LogOptions(0, 16 << 10, 64 << 10, 16 << 10);

  private int states;

  /** What was committed, and how much of it was acknowledged, up to a crash. */
  private static final class History {
    private final Random random;
    private final List<NavigableMap<String, String>> states = new ArrayList<>();
    private final List<Durability> durabilities;

    /** The newest state that survives a power cut, and the newest that survives a kill. */
    private int acknowledged;

    private int written;
    private TreeId second = TreeId.ROOT;

    History(long seed) {
      this(seed, List.of(Durability.FULL));
    }

    History(long seed, List<Durability> durabilities) {
      random = new Random(seed);
      this.durabilities = durabilities;
      states.add(new TreeMap<>());
    }

    void run(FileSystem files) {
      for (int session = 0; session < 2; session++) {
        Store store = Stores.open(files, TINY, LOG);
        try {
          for (int round = 0; round < 7; round++) {
            step(store);
          }
        } finally {
          store.close();
        }
        acknowledge(Durability.FULL);
      }
    }

    private void acknowledge(Durability durability) {
      int newest = states.size() - 1;
      acknowledged = durability == Durability.FULL ? newest : acknowledged;
      written = durability == Durability.NONE ? written : newest;
    }

    /** Takes what was found after a crash for all that was ever committed. */
    void goOnFrom(NavigableMap<String, String> found) {
      states.subList(states.lastIndexOf(found) + 1, states.size()).clear();
      acknowledge(Durability.FULL);
      second =
          new TreeId(
              Integer.parseInt(
                  found.getOrDefault("second", Integer.toString(TreeId.ROOT.number()))));
    }

    void step(Store store) {
      if (random.nextInt(4) == 0) {
        store.checkpoint();
        acknowledge(Durability.FULL);
        return;
      }
      Durability durability = durabilities.get(states.size() % durabilities.size());
      try (Transaction writer = store.begin(TransactionOptions.defaults().with(durability))) {
        NavigableMap<String, String> state = new TreeMap<>(states.get(states.size() - 1));
        int writes = 1 + random.nextInt(25);
        for (int i = 0; i < writes; i++) {
          write(writer, state);
        }
        changeTrees(writer, state);
        states.add(state);
        assertThat(writer.commit().outcome()).isEqualTo(Outcome.COMMITTED);
        acknowledge(durability);
      }
    }

    private void write(Transaction writer, NavigableMap<String, String> state) {
      String key = "k" + random.nextInt(60);
      if (random.nextInt(3) == 0) {
        writer.delete(TreeId.ROOT, bytes(key));
        state.remove(key);
      } else {
        int length = random.nextInt(12) == 0 ? 5_000 : random.nextInt(30);
        String value = Character.toString('a' + random.nextInt(26)).repeat(length);
        writer.put(TreeId.ROOT, bytes(key), bytes(value));
        state.put(key, value);
      }
    }

    private void changeTrees(Transaction writer, NavigableMap<String, String> state) {
      if (second.equals(TreeId.ROOT)) {
        second = writer.createTree();
        writer.put(second, bytes("inside"), bytes("x".repeat(300)));
        writer.put(TreeId.ROOT, bytes("second"), bytes(Integer.toString(second.number())));
        state.put("second", Integer.toString(second.number()));
      } else if (random.nextInt(3) == 0) {
        writer.dropTree(second);
        writer.delete(TreeId.ROOT, bytes("second"));
        state.remove("second");
        second = TreeId.ROOT;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whateverIsLeftIsTheStateAfterACommit(long seed) {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    new History(seed).run(whole);
    for (int at = 0; at < whole.operations(); at++) {
      for (Cut cut : Cut.values()) {
        History history = new History(seed);
        SimulatedFileSystem disk = crashed(history, new SimulatedFileSystem(), at, cut);
        for (Loss loss : LOSSES) {
          requirePrefix(disk.crash(loss, at), history, at + " " + cut + " " + loss);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void commitsOfAllDurabilitiesSurviveWhatTheyAskedFor(long seed) {
    List<Durability> mixed =
        List.of(Durability.NORMAL, Durability.NONE, Durability.FULL, Durability.NORMAL);
    SimulatedFileSystem whole = new SimulatedFileSystem();
    new History(seed, mixed).run(whole);
    for (int at = 0; at < whole.operations(); at++) {
      History history = new History(seed, mixed);
      SimulatedFileSystem disk = crashed(history, new SimulatedFileSystem(), at, Cut.DURING);
      for (Loss loss : LOSSES) {
        requirePrefix(disk.crash(loss, at), history, at + " " + loss);
      }
      history.acknowledged = history.written;
      requirePrefix(disk.restart(), history, "killed at " + at);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1})
  void whatAKillLeavesInTheCacheIsSafeOnceItWasBuiltUpon(long seed) {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    new History(seed).run(whole);
    for (int at = 0; at < whole.operations(); at++) {
      History history = new History(seed);
      SimulatedFileSystem killed =
          crashed(history, new SimulatedFileSystem(), at, Cut.DURING).restart();
      try (Store store = Stores.open(killed, TINY, LOG)) {
        history.goOnFrom(read(store));
        history.step(store);
        requireAllPrefixes(killed, history, "killed at " + at + ", then ");
        store.checkpoint();
        requireAllPrefixes(killed, history, "killed at " + at + ", then a checkpoint, then ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3})
  void aCrashDuringRecoveryLosesNothing(long seed) {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    new History(seed).run(whole);
    Random random = new Random(seed);
    for (int at = 5; at < whole.operations(); at += 7) {
      History history = new History(seed);
      SimulatedFileSystem first =
          crashed(history, new SimulatedFileSystem(), at, Cut.DURING).crash(Loss.RANDOM, at);
      for (int nested = 0; nested < 12; nested++) {
        SimulatedFileSystem second = first.restart().cutPowerAfter(nested, Cut.DURING);
        try {
          Stores.open(second, TINY, LOG).close();
        } catch (KvException expected) {
          assertThat(expected).hasMessageContaining("power");
        }
        Loss loss = LOSSES.get(random.nextInt(LOSSES.size()));
        requirePrefix(second.crash(loss, nested), history, at + " then " + nested + " " + loss);
      }
    }
  }

  static Stream<Tooth> teeth() {
    return Stream.of(
        Tooth.of(Kind.FORCE, "Checkpointer.forceExtents"),
        Tooth.of(Kind.FORCE, "Checkpointer.writeSuperblock"),
        Tooth.of(Kind.SYNC, "DataFile.publish"));
  }

  @ParameterizedTest
  @MethodSource("teeth")
  void withoutAnyOneOfItsForcesACheckpointLosesData(Tooth tooth) {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    new History(1).run(whole);

    boolean noticed = IntStream.range(0, whole.operations()).anyMatch(at -> losesData(at, tooth));

    assertThat(noticed).as("a crash that loses data without %s", tooth).isTrue();
  }

  private boolean losesData(int at, Tooth tooth) {
    History history = new History(1);
    SimulatedFileSystem disk =
        crashed(history, new SimulatedFileSystem().pull(tooth), at, Cut.DURING);
    try {
      for (Loss loss : LOSSES) {
        requirePrefix(disk.crash(loss, at), history, at + " " + loss);
      }
      return false;
    } catch (KvException | AssertionError e) {
      return true;
    }
  }

  private static SimulatedFileSystem crashed(
      History history, SimulatedFileSystem disk, int at, Cut cut) {
    disk.cutPowerAfter(at, cut);
    try {
      history.run(disk);
    } catch (KvException expected) {
      assertThat(expected).hasMessageContaining("power");
    }
    return disk;
  }

  @AfterEach
  void sayHowManyStatesWereExplored(TestReporter reporter) {
    reporter.publishEntry("states recovered from", Integer.toString(states));
  }

  private void requireAllPrefixes(SimulatedFileSystem disk, History history, String place) {
    for (Loss loss : LOSSES) {
      requirePrefix(disk.crash(loss, disk.operations()), history, place + loss);
    }
  }

  private void requirePrefix(FileSystem disk, History history, String place) {
    states++;
    try (Store store = Stores.open(disk, TINY, LOG)) {
      NavigableMap<String, String> found = read(store);
      int last = history.states.lastIndexOf(found);
      assertThat(last).as(place).isGreaterThanOrEqualTo(history.acknowledged);
      assertThat(store.check().problems()).as(place).isEmpty();
      try (Transaction writer = store.begin(TransactionOptions.defaults())) {
        writer.put(TreeId.ROOT, bytes("later"), bytes(place));
        assertThat(writer.commit().outcome()).isEqualTo(Outcome.COMMITTED);
      }
      assertThat(read(store)).as(place).containsEntry("later", place);
    }
  }

  private static NavigableMap<String, String> read(Store store) {
    NavigableMap<String, String> found = new TreeMap<>();
    try (Snapshot snapshot = store.snapshot()) {
      try (Cursor cursor = snapshot.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
        while (cursor.fetch()) {
          for (int i = 0; i < cursor.count(); i++) {
            found.put(
                text(cursor.key(i).array(), 0, cursor.key(i).length()),
                text(cursor.valueBytes(), cursor.valueStart(i), cursor.valueEnd(i)));
          }
        }
      }
      String second = found.get("second");
      if (second != null) {
        Bytes value = new Bytes();
        assertThat(snapshot.get(new TreeId(Integer.parseInt(second)), bytes("inside"), value))
            .isTrue();
        assertThat(value.length()).isEqualTo(300);
      }
    }
    return found;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
