package dev.zdb.sql.scan;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.KeyCodec;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Registers;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one row of a primary key, or none: the short path. As a plan's root it goes from parameters
 * to key bytes, to the tree, to the decoders of the columns, and nothing else.
 */
public final class KeyLookup implements Operator {
  private final TreeId tree;
  private final KeyCodec codec;
  private final Assignment[] key;
  private final int[] fields;
  private final EntryReader first;
  private final @Nullable Expression filter;
  private final EntryReader rest;

  /**
   * Compiles a lookup.
   *
   * @param key the value of each field of the primary key, of the column's own type; a NULL finds
   *     nothing
   */
  public KeyLookup(TableDef table, List<Expression> key, ReadColumns columns) {
    TableCodec tableCodec = TableCodec.of(table);
    this.tree = table.tree();
    this.codec = tableCodec.key();
    this.key =
        IntStream.range(0, key.size())
            .mapToObj(i -> new Assignment(key.get(i), i))
            .toArray(Assignment[]::new);
    this.fields = IntStream.range(0, key.size()).toArray();
    this.first = new EntryReader(tableCodec, columns.first());
    this.filter = columns.filter();
    this.rest = new EntryReader(tableCodec, columns.rest());
  }

  @Override
  public boolean reads(TreeId other) {
    return tree.equals(other);
  }

  @Override
  public boolean showsAtMostOneRow() {
    return true;
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(context);
  }

  private final class Run implements RowSource {
    private final RunContext context;
    private final Registers keyValues = new Registers(fields.length);
    private final Bytes keyBytes = new Bytes();
    private final Bytes value = new Bytes(256);
    private boolean isDone = true;

    Run(RunContext context) {
      this.context = context;
    }

    @Override
    public void start() {
      isDone = false;
    }

    @Override
    public boolean next() {
      if (isDone) {
        return false;
      }
      isDone = true;
      for (int i = 0; i < key.length; i++) {
        key[i].apply(context.run(), keyValues);
        if (keyValues.nulls[i]) {
          return false;
        }
      }
      codec.encode(keyValues, fields, keyBytes.clear());
      return context.view().get(tree, keyBytes, value) && read();
    }

    private boolean read() {
      Registers registers = context.run().registers;
      first.read(keyBytes, value, registers);
      if (filter != null && !filter.isTrue(context.run())) {
        return false;
      }
      rest.read(keyBytes, value, registers);
      return true;
    }

    @Override
    public void close() {}
  }
}
