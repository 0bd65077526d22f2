package dev.zdb.sql.scan;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.codec.KeyCodec;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * At most one row, found by all fields of a unique key, and values computed from it: the short
 * path. From values it goes to key bytes, to the tree, to the decoders of the columns, and nothing
 * else; where a statement asks for such a row, this alone is its plan.
 */
public abstract sealed class PointLookup implements Operator permits KeyLookup, IndexLookup {
  private final KeyCodec codec;
  private final Assignment[] key;
  private final int[] fields;
  private final Assignment[] computed;

  /** Looks up the leading {@code key.size()} fields of a key; a NULL among them finds nothing. */
  PointLookup(KeyCodec codec, List<Expression> key, List<Assignment> computed) {
    this.codec = codec;
    this.key =
        IntStream.range(0, key.size())
            .mapToObj(i -> new Assignment(key.get(i), i))
            .toArray(Assignment[]::new);
    this.fields = IntStream.range(0, key.size()).toArray();
    this.computed = computed.toArray(new Assignment[0]);
  }

  /** The same lookup, with values computed from the row. */
  abstract PointLookup computing(List<Assignment> all);

  /** The one lookup that an operator comes to; null where it takes more than that. */
  public static @Nullable PointLookup of(Operator operator) {
    if (operator instanceof PointLookup lookup) {
      return lookup;
    }
    if (operator instanceof IndexScan scan) {
      return scan.asLookup();
    }
    PointLookup below = operator instanceof Project project ? of(project.source()) : null;
    if (below == null) {
      return null;
    }
    List<Assignment> all = new ArrayList<>(List.of(below.computed));
    all.addAll(((Project) operator).computed());
    return below.computing(all);
  }

  /** The short path to what an operator shows, if there is one, else the operator itself. */
  public static Operator shortest(Operator operator) {
    PointLookup lookup = of(operator);
    return lookup == null ? operator : lookup;
  }

  @Override
  public final boolean showsAtMostOneRow() {
    return true;
  }

  @Override
  public final RowSource open(RunContext context) {
    return new Run(context);
  }

  /** Reads the columns of the row whose key was encoded; says whether there is one to show. */
  abstract boolean read(RunContext context, Buffers buffers);

  /** What one run encodes into and reads from. */
  static final class Buffers {
    final Bytes key = new Bytes();
    final Bytes value = new Bytes(256);
    final Bytes row = new Bytes(0);
  }

  private final class Run implements RowSource {
    private final RunContext context;
    private final Registers keyValues = new Registers(key.length);
    private final Buffers buffers = new Buffers();
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
      codec.encode(keyValues, fields, buffers.key.clear());
      if (!read(context, buffers)) {
        return false;
      }
      for (Assignment each : computed) {
        each.apply(context.run());
      }
      return true;
    }

    @Override
    public void close() {}
  }
}
