package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.Stores;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.sql.api.DatabaseReport;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check holds indexes against tables, not only pages against their sums. */
final class DatabaseCheckTest {
  @TempDir Path folder;

  @BeforeEach
  void makeTableWithIndex() {
    try (Talk talk = Talk.in(folder)) {
      talk.run("CREATE TABLE t (k BIGINT PRIMARY KEY, v INTEGER)", "CREATE INDEX tv ON t(v)");
      talk.run("INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)");
    }
  }

  @Test
  void aSoundDatabaseHasNoProblems() {
    DatabaseReport report = SqlEngine.check(folder);

    assertThat(report.problems()).isEmpty();
    assertThat(report.tables()).isEqualTo(1);
    assertThat(report.rows()).isEqualTo(3);
  }

  @Test
  void anEntryWithoutARowIsFound() {
    tamper(
        (transaction, index) -> {
          Bytes key = new Bytes();
          for (int b : List.of(1, 0x80, 0, 0, 99, 0x80, 0, 0, 0, 0, 0, 0, 99)) {
            key.append(b);
          }
          transaction.put(index.tree(), key, new Bytes());
        });

    assertThat(SqlEngine.check(folder).problems())
        .anySatisfy(problem -> assertThat(problem).contains("TV", "leads to no row of T"))
        .anySatisfy(problem -> assertThat(problem).contains("4 entries", "3 rows"));
  }

  @Test
  void aRowWithoutAnEntryIsFound() {
    tamper((transaction, index) -> transaction.delete(index.tree(), firstKey(transaction, index)));

    assertThat(SqlEngine.check(folder).problems())
        .anySatisfy(problem -> assertThat(problem).contains("TV has no entry for a row of T"));
  }

  @Test
  void aDamagedTableDoesNotKeepTheOthersFromBeingLookedAt() throws IOException {
    try (Talk talk = Talk.in(folder)) {
      talk.run("CREATE TABLE u (k INTEGER PRIMARY KEY, s VARCHAR(20))", "CREATE INDEX us ON u(k)");
      talk.run("INSERT INTO u VALUES (1, 'needle in a page')");
    }
    Path data = folder.resolve("data.zdb");
    byte[] bytes = Files.readAllBytes(data);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("needle");
    bytes[at] ^= 1;
    Files.write(data, bytes);

    DatabaseReport report = SqlEngine.check(folder);

    assertThat(report.problems())
        .anySatisfy(problem -> assertThat(problem).startsWith("table U cannot be read: "))
        .noneSatisfy(problem -> assertThat(problem).startsWith("table T "));
    assertThat(report.tables()).isEqualTo(2);
    assertThat(report.rows()).isEqualTo(3);
  }

  private static Bytes firstKey(Transaction transaction, IndexDef index) {
    try (Cursor cursor = transaction.cursor(index.tree(), KeyRange.all(), Direction.FORWARD)) {
      assertThat(cursor.fetch()).isTrue();
      return cursor.key(0);
    }
  }

  /** Something that SQL would not do. */
  private interface Harm {
    void in(Transaction transaction, IndexDef index);
  }

  private void tamper(Harm harm) {
    try (Store store = Stores.open(folder, StoreOptions.defaults());
        Transaction transaction = store.begin(TransactionOptions.defaults())) {
      Catalog catalog = CatalogStore.load("", transaction);
      TableDef table = catalog.tables().iterator().next();
      harm.in(transaction, table.indexes().get(0));
      transaction.commit();
    }
  }
}
