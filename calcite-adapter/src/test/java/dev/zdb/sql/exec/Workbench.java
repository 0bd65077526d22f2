package dev.zdb.sql.exec;

import dev.zdb.kv.Stores;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs operators by hand: gives out registers, makes expressions of lambdas, collects rows. Values
 * are {@link Long}, {@link Double}, {@link String} or null.
 */
public final class Workbench implements AutoCloseable {
  private static final int REGISTERS = 200;

  private final Store store = Stores.memory(StoreOptions.defaults().withCacheBytes(64 << 20));
  private final Transaction transaction = store.begin(TransactionOptions.defaults());
  private final Counters identities = new Counters();
  private final Execution run =
      new Execution(new Registers(REGISTERS), Instant.EPOCH, ZoneOffset.UTC, Long.MAX_VALUE);
  private MemoryBudget budget = new MemoryBudget(64 << 20);
  private int given;

  public Registers registers() {
    return run.registers;
  }

  public Execution execution() {
    return run;
  }

  public Transaction transaction() {
    return transaction;
  }

  public void limitMemory(long bytes) {
    budget = new MemoryBudget(bytes);
  }

  /** A register of its own for a BIGINT. */
  public Slot number() {
    return slot(SqlType.BIGINT);
  }

  public Slot slot(SqlType type) {
    return new Slot(given++, type);
  }

  public List<Slot> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> number()).toList();
  }

  /** Rows that stand there, each value a literal. */
  public static Operator rows(List<Slot> slots, List<List<@Nullable Object>> rows) {
    List<List<Expression>> literals = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<Expression> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(literal(slots.get(i).type(), row.get(i)));
      }
      literals.add(cells);
    }
    return new Values(literals, slots.stream().map(Slot::register).toList());
  }

  public static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  public static Expression literal(SqlType type, @Nullable Object value) {
    return expression(type, registers -> value);
  }

  public static Expression column(Slot slot) {
    return expression(slot.type(), registers -> value(registers, slot));
  }

  /** An expression whose value a function of the registers gives; a BOOLEAN is 0 or 1. */
  public static Expression expression(SqlType type, Function<Registers, @Nullable Object> body) {
    return new Lambda(type, body);
  }

  /** What lies in a register. */
  public static @Nullable Object value(Registers registers, Slot slot) {
    int i = slot.register();
    if (registers.nulls[i]) {
      return null;
    }
    return switch (slot.type().kind()) {
      case CHAR, VARCHAR -> registers.objects[i];
      case REAL, DOUBLE -> Double.longBitsToDouble(registers.words[i]);
      default -> registers.words[i];
    };
  }

  public RunContext context() {
    return new RunContext(run, transaction, transaction, identities, budget);
  }

  /** All rows of a run. */
  public List<List<@Nullable Object>> run(Operator operator, List<Slot> output) {
    try (RowSource source = operator.open(context())) {
      source.start();
      return rest(source, output);
    }
  }

  /** The rows that a run has still to show. */
  public List<List<@Nullable Object>> rest(RowSource source, List<Slot> output) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (source.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Slot slot : output) {
        row.add(value(run.registers, slot));
      }
      rows.add(row);
    }
    return rows;
  }

  @Override
  public void close() {
    transaction.close();
    store.close();
  }

  private static final class Lambda extends Expression {
    private final Function<Registers, @Nullable Object> body;

    Lambda(SqlType type, Function<Registers, @Nullable Object> body) {
      super(type);
      this.body = body;
    }

    @Override
    public long word(Execution run) {
      Object value = body.apply(run.registers);
      run.registers.isNull = value == null;
      if (value instanceof Double number) {
        return Double.doubleToRawLongBits(number);
      }
      if (value instanceof Boolean truth) {
        return truth ? 1 : 0;
      }
      return value instanceof Long number ? number : 0;
    }

    @Override
    public @Nullable Object object(Execution run) {
      Object value = body.apply(run.registers);
      run.registers.isNull = value == null;
      return value;
    }
  }

  private static final class Counters implements Identities {
    private final Map<Integer, Long> identity = new HashMap<>();
    private long rowId;

    @Override
    public long nextIdentity(int tableId) {
      return identity.merge(tableId, 1L, Long::sum);
    }

    @Override
    public long nextRowId(int tableId) {
      return ++rowId;
    }

    @Override
    public void passIdentity(int tableId, long number) {
      identity.merge(tableId, number, Math::max);
    }
  }
}
