package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.SimulatedStores;
import dev.zdb.kv.Stores;
import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.sql.TableCounters.Counter;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.Numbering;
import dev.zdb.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers of identity columns: none twice, whoever waits, conflicts, rolls back or crashes. */
@Timeout(60)
final class IdentityNumbersTest {
  private final Store store = Stores.memory(StoreOptions.defaults());
  private final TableCounters counters = new TableCounters();
  private final TableDef table = table();
  private final Counter counter = counters.identity(table, () -> Long.MIN_VALUE);

  private TableDef table() {
    try (Transaction maker = store.begin(TransactionOptions.defaults())) {
      TableDef made =
          new TableDef(
              CatalogStore.takeIds(maker, 1),
              1,
              "PUBLIC",
              "T",
              List.of(
                  new ColumnDef(
                      1,
                      "K",
                      SqlType.BIGINT,
                      Nullability.NO_NULLS,
                      null,
                      Identity.ALWAYS,
                      Numbering.ONE_BY_ONE)),
              "",
              List.of(),
              List.of(),
              List.of(),
              maker.createTree());
      CatalogStore.save(maker, made);
      assertThat(maker.commit().outcome()).isEqualTo(CommitResult.Outcome.COMMITTED);
      return made;
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private long limit() {
    try (Snapshot snapshot = store.snapshot()) {
      return CatalogStore.identityLimit(snapshot, table.id());
    }
  }

  private Catalog catalog() {
    try (Snapshot snapshot = store.snapshot()) {
      return CatalogStore.load("DB", snapshot);
    }
  }

  @Test
  void theLimitIsInTheStoreBeforeANumberIsUsed() {
    IdentityNumbers numbers = new IdentityNumbers(store);

    for (int i = 1; i <= 1_000; i++) {
      assertThat(numbers.next(counter)).isEqualTo(i);
      assertThat(limit()).isGreaterThanOrEqualTo(i);
    }
    assertThat(limit()).isLessThan(2_100);
  }

  @Test
  void whereSomebodyWritesAloneTheUserOfTheNumberWritesTheLimit() {
    IdentityNumbers numbers = new IdentityNumbers(store);
    try (Transaction user = store.begin(TransactionOptions.defaults())) {
      user.prepareToWriteAlone();

      assertThat(numbers.next(counter)).isEqualTo(1);
      assertThat(limit()).isEqualTo(Long.MIN_VALUE);

      Map<Counter, Long> limits = numbers.beforeCommit(user, this::catalog);
      assertThat(user.commit().outcome()).isEqualTo(CommitResult.Outcome.COMMITTED);
      numbers.committed(limits);
    }
    assertThat(limit()).isEqualTo(65).isEqualTo(counter.limit());
  }

  @Test
  void aLimitIsNeverLowered() {
    try (Transaction other = store.begin(TransactionOptions.defaults())) {
      CatalogStore.saveIdentityLimit(other, table.id(), 5_000);
      assertThat(other.commit().outcome()).isEqualTo(CommitResult.Outcome.COMMITTED);
    }

    new IdentityNumbers(store).next(counter);
    assertThat(limit()).isEqualTo(5_000);

    IdentityNumbers given = new IdentityNumbers(store);
    try (Transaction user = store.begin(TransactionOptions.defaults())) {
      user.prepareToWriteAlone();
      given.pass(counter, 4_990);
      given.beforeCommit(user, this::catalog);
      assertThat(user.commit().outcome()).isEqualTo(CommitResult.Outcome.COMMITTED);
    }
    assertThat(limit()).isEqualTo(5_000);
  }

  @Test
  void manyAtOnceGetEachNumberOnce() throws InterruptedException, ExecutionException {
    Set<Long> taken = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> takers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        takers.add(
            threads.submit(
                () -> {
                  IdentityNumbers numbers = new IdentityNumbers(store);
                  for (int n = 0; n < 500; n++) {
                    long number = numbers.next(counter);
                    assertThat(taken.add(number)).isTrue();
                    assertThat(limit()).isGreaterThanOrEqualTo(number);
                  }
                }));
      }
      for (Future<?> taker : takers) {
        taker.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(taken).hasSize(4_000).contains(1L, 4_000L);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void afterACrashNumbersGoOnAboveAllThatAreThere(Cut cut) {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    insertUntilThePowerGoes(whole);

    for (int at = 0; at < whole.operations(); at++) {
      SimulatedFileSystem disk = new SimulatedFileSystem().cutPowerAfter(at, cut);
      insertUntilThePowerGoes(disk);
      for (Loss loss : Loss.values()) {
        try (Store found = SimulatedStores.open(disk.crash(loss, at));
            Talk talk = talk(found)) {
          if (talk.rows("SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'T'")
              .isEmpty()) {
            continue;
          }
          talk.run("BEGIN");
          String highest = talk.rows("SELECT COALESCE(MAX(k), 0) FROM t").get(0);
          talk.run("INSERT INTO t (v) VALUES (0)");
          assertThat(Long.parseLong(talk.rows("SELECT MAX(k) FROM t WHERE v = 0").get(0)))
              .as(at + " " + loss)
              .isGreaterThan(Long.parseLong(highest));
          talk.run("ROLLBACK");
        }
      }
    }
  }

  private static void insertUntilThePowerGoes(SimulatedFileSystem disk) {
    try (Store store = SimulatedStores.open(disk);
        Talk talk = talk(store)) {
      talk.run("BEGIN", "CREATE TABLE t (k BIGINT GENERATED BY DEFAULT AS IDENTITY, v INTEGER)");
      talk.run("INSERT INTO t (v) VALUES (1), (2)", "COMMIT");
      String seventy = "INSERT INTO t (v) VALUES " + "(3), ".repeat(69) + "(3)";
      talk.run(seventy, "BEGIN", seventy, "ROLLBACK", seventy);
      talk.run("INSERT INTO t VALUES (1000, 4)", "INSERT INTO t (v) VALUES (5)");
    } catch (KvException | SqlProblem expected) {
      assertThat(expected).hasStackTraceContaining("power");
    }
  }

  private static Talk talk(Store store) {
    return new Talk(new Databases().connect(store, "DB", SessionOptions.defaults()));
  }
}
