package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join along equalities: all right rows go into a hash table, where each left row finds its own.
 * Rows come in the order of the left side.
 *
 * @param keys at least one
 * @param residual what else must be true of two rows, null for nothing
 */
public record HashJoin(
    JoinKind kind,
    Operator left,
    Operator right,
    JoinRows rows,
    List<JoinKey> keys,
    @Nullable Expression residual)
    implements Operator {
  public HashJoin {
    keys = List.copyOf(keys);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(left, right);
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(
        new JoinRun.Parts(kind, left.open(context), right.open(context), rows, residual),
        keys,
        context);
  }

  private static final class Run extends JoinRun {
    private final RowSource left;
    private final RowSource right;
    private final RowStore rows;
    private final RowTable table;
    private final int[] leftKeys;
    private final int[] rightKeys;
    private final int[] keyFields;
    private final ValueOrder[] orders;
    private final JoinKey.Nulls[] nulls;
    private final boolean restores;

    /** The rows with a key of NULL that makes a comparison unknown. */
    private int[] rowsWithNull = new int[0];

    private int rowsWithNullCount;
    private final BitSet shown = new BitSet();
    private final MemoryBudget budget;
    private long reserved;
    private int candidate;
    private int unmatched;

    Run(Parts parts, List<JoinKey> keys, RunContext context) {
      super(parts, context);
      budget = context.budget();
      left = parts.left();
      right = parts.right();
      List<Slot> held = new ArrayList<>(parts.rows().right());
      keys.forEach(key -> held.add(key.right()));
      rows = new RowStore(RowShape.ofDistinct(held), registers, context.budget());
      leftKeys = Slot.registers(keys.stream().map(JoinKey::left).toList());
      rightKeys = Slot.registers(keys.stream().map(JoinKey::right).toList());
      keyFields = rows.shape().fieldsOf(rightKeys);
      orders =
          keys.stream().map(key -> ValueOrder.of(key.right().type())).toArray(ValueOrder[]::new);
      nulls = keys.stream().map(JoinKey::nulls).toArray(JoinKey.Nulls[]::new);
      table = new RowTable(rows, rightKeys, context.budget());
      restores = kind.showsPairs() || hasCondition();
    }

    @Override
    public void start() {
      clear();
      unmatched = 0;
      right.start();
      while (right.next()) {
        build();
      }
      if (kind == JoinKind.FULL) {
        reserve(rows.size() / Byte.SIZE);
      }
      if (rows.size() == 0 && (kind == JoinKind.INNER || kind == JoinKind.SEMI)) {
        endAtOnce();
      } else {
        startLeft();
      }
    }

    private void build() {
      JoinKey.Nulls worst = ofNulls(rightKeys);
      boolean kept =
          worst == JoinKey.Nulls.MATCH
              || kind == JoinKind.FULL
              || (worst == JoinKey.Nulls.UNKNOWN && kind.mindsUnknown());
      if (!kept) {
        return;
      }
      int row = table.add(registers, rightKeys);
      if (worst == JoinKey.Nulls.UNKNOWN) {
        if (rowsWithNullCount == rowsWithNull.length) {
          int capacity = Math.max(16, rowsWithNullCount * 2);
          reserve((long) Integer.BYTES * (capacity - rowsWithNullCount));
          rowsWithNull = Arrays.copyOf(rowsWithNull, capacity);
        }
        rowsWithNull[rowsWithNullCount++] = row;
      }
    }

    /** What the NULLs among some registers do: {@link JoinKey.Nulls#MATCH} is no harm. */
    private JoinKey.Nulls ofNulls(int[] keyRegisters) {
      JoinKey.Nulls worst = JoinKey.Nulls.MATCH;
      for (int i = 0; i < keyRegisters.length; i++) {
        if (registers.nulls[keyRegisters[i]] && nulls[i] != JoinKey.Nulls.MATCH) {
          if (nulls[i] == JoinKey.Nulls.DIFFER) {
            return JoinKey.Nulls.DIFFER;
          }
          worst = JoinKey.Nulls.UNKNOWN;
        }
      }
      return worst;
    }

    @Override
    void startMatches() {
      candidate =
          ofNulls(leftKeys) == JoinKey.Nulls.MATCH
              ? table.find(registers, leftKeys)
              : RowTable.NONE;
    }

    @Override
    boolean nextMatch() {
      while (candidate != RowTable.NONE) {
        int row = candidate;
        candidate = table.next(row);
        step();
        if (restores) {
          rows.restore(row);
        }
        if (conditionHolds()) {
          if (kind == JoinKind.FULL) {
            shown.set(row);
          }
          return true;
        }
      }
      return false;
    }

    @Override
    boolean isUnknown() {
      if (super.isUnknown()) {
        return true;
      }
      JoinKey.Nulls ofLeft = ofNulls(leftKeys);
      if (ofLeft == JoinKey.Nulls.DIFFER) {
        return false;
      }
      boolean all = ofLeft == JoinKey.Nulls.UNKNOWN;
      int count = all ? rows.size() : rowsWithNullCount;
      for (int i = 0; i < count; i++) {
        step();
        if (mayMatch(all ? i : rowsWithNull[i])) {
          return true;
        }
      }
      return false;
    }

    /** Whether no comparison with that row, of which one is unknown, is false. */
    private boolean mayMatch(int row) {
      for (int i = 0; i < leftKeys.length; i++) {
        boolean leftNull = registers.nulls[leftKeys[i]];
        boolean rightNull = rows.isNull(row, keyFields[i]);
        if (leftNull || rightNull) {
          boolean fits = nulls[i] == JoinKey.Nulls.UNKNOWN || (leftNull && rightNull);
          if (!fits) {
            return false;
          }
        } else if (!orders[i].equal(
            rows.page(row), rows.at(row, keyFields[i]), registers, leftKeys[i])) {
          return false;
        }
      }
      if (!hasCondition()) {
        return true;
      }
      rows.restore(row);
      return conditionHolds() || super.isUnknown();
    }

    @Override
    boolean nextUnmatched() {
      unmatched = shown.nextClearBit(unmatched);
      if (unmatched >= rows.size()) {
        return false;
      }
      step();
      rows.restore(unmatched++);
      return true;
    }

    private void reserve(long bytes) {
      reserved += bytes;
      budget.reserve(bytes);
    }

    private void clear() {
      table.clear();
      shown.clear();
      rowsWithNull = new int[0];
      rowsWithNullCount = 0;
      budget.release(reserved);
      reserved = 0;
    }

    @Override
    public void close() {
      try (left;
          right) {
        clear();
      }
    }
  }
}
