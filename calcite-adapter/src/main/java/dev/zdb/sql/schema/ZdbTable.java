package dev.zdb.sql.schema;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.SystemTable;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A table of ours as Calcite sees it: its columns and, where rows are to be changed, its row. */
public final class ZdbTable extends AbstractTable {
  /** The name of the column that stands for the hidden row number; no user can write it. */
  public static final String ROW_ID = "\u0000ROWID";

  /** How many rows a table has as far as we know. */
  private static final double ROWS = 10_000;

  private final TableDef definition;
  private final RowIdentity rowIdentity;

  /** Whether the hidden row number is one of the columns. */
  enum RowIdentity {
    HIDDEN,
    SHOWN
  }

  private final @Nullable SystemTable system;

  private ZdbTable(TableDef definition, RowIdentity rowIdentity, @Nullable SystemTable system) {
    this.definition = definition;
    this.rowIdentity = rowIdentity;
    this.system = system;
  }

  static ZdbTable of(TableDef definition, RowIdentity rowIdentity) {
    return new ZdbTable(definition, rowIdentity, null);
  }

  static ZdbTable of(SystemTable system) {
    return new ZdbTable(system.definition(), RowIdentity.HIDDEN, system);
  }

  /** What it is if its rows are made from the catalog; null for a stored table. */
  public @Nullable SystemTable system() {
    return system;
  }

  public TableDef definition() {
    return definition;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory types) {
    RelDataTypeFactory.Builder row = types.builder();
    for (ColumnDef column : definition.columns()) {
      row.add(column.name(), SqlTypes.toCalcite(types, column.type(), column.nullability()));
    }
    if (rowIdentity == RowIdentity.SHOWN) {
      row.add(ROW_ID, SqlTypes.toCalcite(types, SqlType.BIGINT, Nullability.NO_NULLS));
    }
    return row.build();
  }

  @Override
  public Statistic getStatistic() {
    List<ImmutableBitSet> keys = new ArrayList<>();
    if (definition.hasPrimaryKey()) {
      keys.add(columns(definition.primaryKey()));
    }
    for (IndexDef index : definition.indexes()) {
      if (index.isUnique() && index.parts().stream().noneMatch(this::isNullable)) {
        keys.add(columns(index.parts()));
      }
    }
    return Statistics.of(ROWS, keys);
  }

  private boolean isNullable(KeyPart part) {
    return definition.columns().get(part.column()).isNullable();
  }

  private static ImmutableBitSet columns(List<KeyPart> parts) {
    return ImmutableBitSet.of(parts.stream().map(KeyPart::column).toList());
  }
}
