package dev.zdb.sql.scan;

import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.catalog.Numbering;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.Workbench;
import dev.zdb.sql.write.CheckCondition;
import dev.zdb.sql.write.Insert;
import dev.zdb.sql.write.WriteTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table {@code T} of BIGINT columns in a real store, with what its columns are read into. */
public final class Shelf implements AutoCloseable {
  public final Workbench bench = new Workbench();
  private final List<ColumnDef> columns = new ArrayList<>();
  private final List<IndexDef> indexes = new ArrayList<>();
  private final List<KeyPart> primaryKey = new ArrayList<>();
  private final TreeId tree = bench.transaction().createTree();
  private @Nullable List<Slot> slots;
  private int rowId = WriteTarget.NO_ROW_ID;

  public Shelf column(String name, Nullability nullability, Identity identity) {
    columns.add(
        new ColumnDef(
            columns.size(),
            name,
            SqlType.BIGINT,
            nullability,
            null,
            identity,
            Numbering.ONE_BY_ONE));
    return this;
  }

  public Shelf notNull(String name) {
    return column(name, Nullability.NO_NULLS, Identity.NONE);
  }

  public Shelf nullable(String name) {
    return column(name, Nullability.NULLABLE, Identity.NONE);
  }

  public Shelf key(Order order, int column) {
    primaryKey.add(new KeyPart(column, order));
    return this;
  }

  public Shelf index(String name, IndexDef.Origin origin, List<KeyPart> parts) {
    indexes.add(
        new IndexDef(indexes.size() + 1, name, origin, parts, bench.transaction().createTree()));
    return this;
  }

  public TableDef table() {
    return new TableDef(
        7,
        1,
        "PUBLIC",
        "T",
        columns,
        primaryKey.isEmpty() ? "" : "PK_T",
        primaryKey,
        indexes,
        List.of(),
        tree);
  }

  public IndexScan.IndexOf index(int number) {
    return new IndexScan.IndexOf(table(), indexes.get(number));
  }

  /** Where scans put the columns. */
  public List<Slot> slots() {
    if (slots == null) {
      slots = bench.numbers(columns.size());
      if (primaryKey.isEmpty()) {
        rowId = bench.number().register();
      }
    }
    return slots;
  }

  public List<Integer> registers() {
    return slots().stream().map(Slot::register).toList();
  }

  public WriteTarget target(CheckCondition... checks) {
    slots();
    return new WriteTarget(table(), List.of(checks), rowId);
  }

  /** Every column, and the row number if there is one. */
  public List<ColumnRead> reads() {
    List<ColumnRead> reads = new ArrayList<>();
    IntStream.range(0, columns.size())
        .forEach(i -> reads.add(new ColumnRead(i, slots().get(i).register())));
    if (rowId >= 0) {
      reads.add(new ColumnRead(ColumnRead.ROW_ID, rowId));
    }
    return reads;
  }

  public Operator all() {
    return new TableScan(
        table(),
        List.of(KeyBounds.all()),
        dev.zdb.kv.api.Direction.FORWARD,
        ReadColumns.of(reads()));
  }

  public List<List<@Nullable Object>> insert(List<List<@Nullable Object>> rows) {
    Operator source = Workbench.rows(slots(), rows);
    return bench.run(new Insert(source, target(), registers()), slots());
  }

  public List<List<@Nullable Object>> content() {
    return bench.run(all(), slots());
  }

  @Override
  public void close() {
    bench.close();
  }
}
