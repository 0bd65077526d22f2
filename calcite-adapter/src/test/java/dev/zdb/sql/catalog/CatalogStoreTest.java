package dev.zdb.sql.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.Stores;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.KeyPart.Order;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CatalogStoreTest {
  private static final TableDef TABLE = tableCounting(new Numbering(10, 5));

  private static TableDef tableCounting(Numbering numbering) {
    return new TableDef(
        7,
        2,
        "PUBLIC",
        "T",
        List.of(
            new ColumnDef(
                1, "K", SqlType.BIGINT, Nullability.NO_NULLS, null, Identity.ALWAYS, numbering),
            new ColumnDef(
                2,
                "V",
                SqlType.decimal(9, 2),
                Nullability.NULLABLE,
                "1.5",
                Identity.NONE,
                Numbering.ONE_BY_ONE)),
        "T_PKEY",
        List.of(new KeyPart(0, Order.ASCENDING)),
        List.of(
            new IndexDef(
                8,
                "TV",
                IndexDef.Origin.UNIQUE_INDEX,
                List.of(new KeyPart(1, Order.DESCENDING)),
                new TreeId(5))),
        List.of(new CheckDef(9, "C", "V > 0")),
        new TreeId(4));
  }

  private final Store store = Stores.memory(StoreOptions.defaults());

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aDefinitionComesBackAsItWas() {
    try (Transaction transaction = store.begin(TransactionOptions.defaults())) {
      CatalogStore.save(transaction, TABLE);

      Catalog catalog = CatalogStore.load("DB", transaction);

      assertThat(catalog.table("PUBLIC", "T")).isEqualTo(TABLE);
      assertThat(catalog.version()).isEqualTo(1);
    }
  }

  @Test
  void aDefinitionHasTheBytesOfItsDocument() {
    assertThat(HexFormat.of().formatHex(DefinitionFormat.encode(TABLE).toArray()))
        .isEqualTo(bytesOfTable("02", "000000000000000a" + "0000000000000005"));
  }

  @Test
  void aDefinitionOfTheFirstFormatCountsOneByOne() {
    byte[] bytes = HexFormat.of().parseHex(bytesOfTable("01", ""));

    assertThat(DefinitionFormat.decode(bytes, 0, bytes.length))
        .isEqualTo(tableCounting(Numbering.ONE_BY_ONE));
  }

  private static String bytesOfTable(String format, String numbering) {
    return format
        + "00000007"
        + "00000002"
        + "00000004"
        + "000000065055424c4943"
        + "0000000154"
        + "00000002"
        + "00000001"
        + "000000014b"
        + "05"
        + "00000000"
        + "00000000"
        + "00"
        + "01"
        + numbering
        + "00"
        + "00000002"
        + "0000000156"
        + "06"
        + "00000009"
        + "00000002"
        + "01"
        + "00"
        + "01"
        + "00000003312e35"
        + "00000006545f504b4559"
        + "00000001"
        + "00000001"
        + "00"
        + "00000001"
        + "00000008"
        + "000000025456"
        + "01"
        + "00000001"
        + "00000002"
        + "01"
        + "00000005"
        + "00000001"
        + "00000009"
        + "0000000143"
        + "0000000556203e2030";
  }

  @Test
  void numbersAreNeverGivenTwice() {
    try (Transaction transaction = store.begin(TransactionOptions.defaults())) {
      assertThat(CatalogStore.takeIds(transaction, 3)).isEqualTo(1);
      assertThat(CatalogStore.takeIds(transaction, 1)).isEqualTo(4);
      CatalogStore.save(transaction, TABLE);
      CatalogStore.remove(transaction, TABLE);
      assertThat(CatalogStore.takeIds(transaction, 1)).isEqualTo(5);
    }
  }

  @Test
  void aDefinitionOfANewerFormatIsRefused() {
    byte[] bytes = DefinitionFormat.encode(TABLE).toArray();
    bytes[0] = 3;

    assertThatThrownBy(() -> DefinitionFormat.decode(bytes, 0, bytes.length))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            e -> assertThat(e.code()).isEqualTo(SqlErrorCode.FEATURE_NOT_SUPPORTED))
        .hasMessageContaining("format 3");
  }

  @Test
  void aDefinitionCutShortIsCorrupt() {
    byte[] bytes = DefinitionFormat.encode(TABLE).toArray();

    for (int length = 1; length < bytes.length; length++) {
      int end = length;
      assertThatThrownBy(() -> DefinitionFormat.decode(bytes, 0, end))
          .isInstanceOfSatisfying(
              SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.CORRUPT));
    }
  }

  @Test
  void rollingBackTakesADefinitionAway() {
    try (Transaction transaction = store.begin(TransactionOptions.defaults())) {
      long before = transaction.savepoint();
      CatalogStore.save(transaction, TABLE);
      CatalogStore.saveIdentityLimit(transaction, TABLE.id(), 64);
      transaction.rollbackTo(before);

      assertThat(CatalogStore.load("DB", transaction).tables()).isEmpty();
      assertThat(CatalogStore.identityLimit(transaction, TABLE.id())).isEqualTo(Long.MIN_VALUE);
      assertThat(transaction.get(TreeId.ROOT, new Bytes().append(0), new Bytes())).isFalse();
    }
  }
}
