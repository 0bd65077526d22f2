package dev.zdb.sql.scan;

import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.expr.Expression;
import java.util.List;

/** The one row of a primary key, or none. */
public final class KeyLookup extends PointLookup {
  private final TableDef table;
  private final List<Expression> key;
  private final ReadColumns columns;
  private final RowPart row;

  /**
   * Compiles a lookup.
   *
   * @param key the value of each field of the primary key, of the column's own type; a NULL finds
   *     nothing
   */
  public KeyLookup(TableDef table, List<Expression> key, ReadColumns columns) {
    this(table, key, columns, List.of());
  }

  private KeyLookup(
      TableDef table, List<Expression> key, ReadColumns columns, List<Assignment> computed) {
    super(TableCodec.of(table).key(), key, computed);
    this.table = table;
    this.key = List.copyOf(key);
    this.columns = columns;
    this.row = new RowPart(TableCodec.of(table), columns);
  }

  @Override
  KeyLookup computing(List<Assignment> all) {
    return new KeyLookup(table, key, columns, all);
  }

  @Override
  public boolean reads(TreeId tree) {
    return tree.equals(table.tree());
  }

  @Override
  boolean read(RunContext context, Buffers buffers) {
    return context.view().get(table.tree(), buffers.key, buffers.value)
        && row.read(buffers.key, buffers.value, context.run());
  }
}
