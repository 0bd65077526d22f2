package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.scan.IndexLookup;
import dev.zdb.sql.scan.KeyLookup;
import dev.zdb.sql.write.Insert;
import dev.zdb.sql.write.InsertRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements have a plan of one node, or of one lookup below what writes. */
final class ShortPlansTest {
  private static final Catalog CATALOG = new Catalog("TEST", 1, List.of(item()));

  private static TableDef item() {
    return new TableDef(
        1,
        1,
        Catalog.PUBLIC,
        "ITEM",
        List.of(column(1, "ID"), column(2, "GRP"), column(3, "CODE")),
        "ITEM_PKEY",
        List.of(ascending(0)),
        List.of(
            new IndexDef(
                1, "ITEM_CODE", IndexDef.Origin.UNIQUE_INDEX, List.of(ascending(2)), tree(11)),
            new IndexDef(2, "ITEM_GRP", IndexDef.Origin.INDEX, List.of(ascending(1)), tree(12))),
        List.of(),
        tree(10));
  }

  private static ColumnDef column(int id, String name) {
    Nullability nullability = id == 1 ? Nullability.NO_NULLS : Nullability.NULLABLE;
    return ColumnDef.plain(id, name, SqlType.INTEGER, nullability);
  }

  private static KeyPart ascending(int column) {
    return new KeyPart(column, KeyPart.Order.ASCENDING);
  }

  private static TreeId tree(int number) {
    return new TreeId(number);
  }

  private static Operator root(String sql) {
    Plan plan = new QueryPlanner().plan(sql, CATALOG, Catalog.PUBLIC, () -> {});
    return plan instanceof Plan.Query query ? query.root() : ((Plan.Modification) plan).root();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM item WHERE id = ?",
        "SELECT grp FROM item WHERE id = 1 + 2",
        "SELECT grp + ?, UPPER('a') FROM item WHERE id = ? AND code > 3",
        "SELECT 1 FROM item i WHERE i.id = 7"
      })
  void aRowByItsKeyIsOneLookup(String sql) {
    assertThat(root(sql)).isInstanceOf(KeyLookup.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM item WHERE code = ?",
        "SELECT id FROM item WHERE code = 1",
        "SELECT grp * 2 FROM item WHERE code = ? AND grp > 3"
      })
  void aRowByAUniqueIndexIsOneLookup(String sql) {
    assertThat(root(sql)).isInstanceOf(IndexLookup.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM item WHERE grp = ?",
        "SELECT * FROM item WHERE code > ?",
        "SELECT * FROM item WHERE code IN (1, 2)",
        "SELECT * FROM item WHERE code IS NULL"
      })
  void whatMayFindMoreIsNot(String sql) {
    assertThat(root(sql).showsAtMostOneRow()).isFalse();
  }

  @Test
  void oneRowOfValuesIsInsertedByOneNode() {
    assertThat(root("INSERT INTO item VALUES (?, ?, 1 + ?)")).isInstanceOf(InsertRow.class);
    assertThat(root("INSERT INTO item (code, id) VALUES (?, 3)").inputs()).isEmpty();
    assertThat(root("INSERT INTO item VALUES (1, 2, 3), (?, ?, ?)")).isInstanceOf(Insert.class);
    assertThat(root("INSERT INTO item SELECT id + 1, grp, code FROM item WHERE id = 1"))
        .isInstanceOf(Insert.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE item SET grp = grp + ? WHERE id = ?",
        "UPDATE item SET id = ? WHERE code = ? AND grp > 1",
        "DELETE FROM item WHERE id = ?",
        "DELETE FROM item WHERE code = ? AND grp = 1"
      })
  void oneRowIsChangedWhereItIsLookedUp(String sql) {
    assertThat(root(sql).showsAtMostOneRow()).isTrue();
    assertThat(root(sql).inputs()).hasSize(1).allMatch(input -> input.inputs().isEmpty());
  }
}
