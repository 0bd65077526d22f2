package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.SimulatedStores;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power cuts at every operation that statements cause on the disk; what is found afterwards is what
 * one of the transactions left, none older than the last that was acknowledged, and every index
 * agrees with its table.
 */
@Tag("slow")
final class CrashTest {
  /** A transaction each; an empty one stands for a checkpoint. */
  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "CREATE TABLE t (k INTEGER PRIMARY KEY, v VARCHAR(40), n INTEGER UNIQUE)",
              "INSERT INTO t VALUES (1, 'one', 1), (2, NULL, NULL)"),
          List.of("CREATE INDEX tv ON t (v, n)"),
          List.of("INSERT INTO t VALUES " + rows(3, 30)),
          List.of(),
          List.of("UPDATE t SET v = v || '!', n = n + 1000 WHERE k BETWEEN 5 AND 15"),
          List.of("DELETE FROM t WHERE k > 20", "INSERT INTO t VALUES (50, 'fifty', 50)"),
          List.of(
              "CREATE TABLE u (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, w INTEGER)"),
          List.of("INSERT INTO u (w) SELECT n FROM t", "UPDATE t SET k = k + 1000 WHERE n < 10"),
          List.of("CREATE UNIQUE INDEX uw ON u (id, w)", "DROP INDEX tv"),
          List.of(),
          List.of("DELETE FROM u", "INSERT INTO t VALUES " + rows(60, 80)),
          List.of("DROP TABLE u", "CREATE INDEX tn ON t (v)", "UPDATE t SET v = 'same'"));

  private static String rows(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(k -> "(" + k + ", 'row " + k % 7 + "', " + 2 * k + ")")
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsLeftIsWhatATransactionLeftWithItsIndexes(Cut cut) {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    List<List<String>> states = new ArrayList<>();
    assertThat(take(STEPS, whole, states)).isEqualTo(STEPS.size());

    for (int at = 0; at < whole.operations(); at++) {
      SimulatedFileSystem disk = new SimulatedFileSystem().cutPowerAfter(at, cut);
      int acknowledged = take(STEPS, disk, new ArrayList<>());
      for (Loss loss : Loss.values()) {
        String place = at + " " + loss + ", " + acknowledged + " acknowledged";
        List<String> found = found(disk.crash(loss, at), place);
        int last = Math.min(acknowledged + 1, STEPS.size());
        assertThat(states.subList(acknowledged, last + 1)).as(place).contains(found);
      }
    }
  }

  /** Takes the steps until the power goes; returns how many ended well, notes what each left. */
  private static int take(
      List<List<String>> steps, SimulatedFileSystem disk, List<List<String>> states) {
    int taken = 0;
    try (Store store = SimulatedStores.openWithLittlePages(disk);
        Talk talk = talk(store)) {
      states.add(content(talk));
      for (List<String> step : steps) {
        if (step.isEmpty()) {
          store.checkpoint();
        } else {
          talk.run("BEGIN");
          talk.run(step.toArray(String[]::new));
          talk.run("COMMIT");
        }
        taken++;
        states.add(content(talk));
      }
    } catch (KvException | SqlProblem expected) {
      assertThat(expected).hasStackTraceContaining("power");
    }
    return taken;
  }

  /** What a disk holds, which must be sound and must take another row. */
  private static List<String> found(SimulatedFileSystem disk, String place) {
    try (Store store = SimulatedStores.openWithLittlePages(disk);
        Talk talk = talk(store)) {
      assertThat(new DatabaseCheck(new Database("DB", store)).report().problems())
          .as(place)
          .isEmpty();
      List<String> found = content(talk);
      talk.run("CREATE TABLE later (k INTEGER PRIMARY KEY)", "INSERT INTO later VALUES (1)");
      assertThat(talk.rows("SELECT k FROM later")).as(place).containsExactly("1");
      return found;
    }
  }

  /** All tables, indexes and rows. */
  private static List<String> content(Talk talk) {
    List<String> content = new ArrayList<>();
    String catalog = " FROM INFORMATION_SCHEMA.INDEXES WHERE TABLE_SCHEMA = 'PUBLIC'";
    content.addAll(talk.rows("SELECT TABLE_NAME, INDEX_NAME" + catalog + " ORDER BY 1, 2"));
    String tables = "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ";
    for (String table : talk.rows(tables + "'PUBLIC' ORDER BY 1")) {
      content.add(table);
      content.addAll(talk.rows("SELECT * FROM " + table + " ORDER BY 1"));
    }
    return content;
  }

  private static Talk talk(Store store) {
    return new Talk(new Databases().connect(store, "DB", SessionOptions.defaults()));
  }
}
