package dev.zdb.sql.write;

import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.exec.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * A table to write to, with all that must be kept true of it.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
public final class WriteTarget {
  /** Stands for the register of a row number where a table has a primary key and thus none. */
  public static final int NO_ROW_ID = -1;

  private final TableDef table;
  private final TableCodec codec;
  private final List<IndexCodec> indexes;
  private final List<CheckCondition> checks;
  private final int rowId;
  private final int identityColumn;

  /**
   * Describes the target.
   *
   * @param checks all of the table's CHECK constraints, over the registers of the new row; none is
   *     needed for DELETE
   * @param rowId the register of the row's hidden number, {@link #NO_ROW_ID} if the table has a
   *     primary key
   */
  public WriteTarget(TableDef table, List<CheckCondition> checks, int rowId) {
    if (table.hasPrimaryKey() != (rowId == NO_ROW_ID)) {
      throw new IllegalArgumentException("row number register " + rowId + " for " + table.name());
    }
    this.table = table;
    this.codec = TableCodec.of(table);
    this.indexes = table.indexes().stream().map(index -> IndexCodec.of(table, index)).toList();
    this.checks = List.copyOf(checks);
    this.rowId = rowId;
    this.identityColumn = identityOf(table);
  }

  private static int identityOf(TableDef table) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).identity() != ColumnDef.Identity.NONE) {
        return i;
      }
    }
    return -1;
  }

  public TableDef table() {
    return table;
  }

  /** The register of the hidden row number, or {@link #NO_ROW_ID}. */
  public int rowId() {
    return rowId;
  }

  TableCodec codec() {
    return codec;
  }

  IndexDef index(int number) {
    return table.indexes().get(number);
  }

  IndexCodec indexCodec(int number) {
    return indexes.get(number);
  }

  int indexCount() {
    return indexes.size();
  }

  List<CheckCondition> checks() {
    return checks;
  }

  /** The place of the identity column, -1 if there is none. */
  int identityColumn() {
    return identityColumn;
  }

  /** The slots of a row of the table, the row number with it; columns at -1 are left out. */
  List<Slot> slots(List<Integer> row) {
    List<Slot> slots = new ArrayList<>(row.size() + 1);
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i) >= 0) {
        slots.add(new Slot(row.get(i), table.columns().get(i).type()));
      }
    }
    if (rowId != NO_ROW_ID) {
      slots.add(new Slot(rowId, dev.zdb.sql.api.SqlType.BIGINT));
    }
    return slots;
  }
}
