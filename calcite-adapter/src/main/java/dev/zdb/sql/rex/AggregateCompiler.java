package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Accumulator;
import dev.zdb.sql.expr.AggregateFunction;
import dev.zdb.sql.expr.AggregateFunction.Duplicates;
import dev.zdb.sql.expr.Aggregates;
import dev.zdb.sql.expr.Aggregates.Argument;
import dev.zdb.sql.expr.Aggregates.ListOrder;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;

/** Compiles Calcite's aggregate calls to ours. */
public final class AggregateCompiler {
  private final Columns columns;
  private final RelDataType inputRow;

  /**
   * Compiles aggregations of an input.
   *
   * @param inputRow the types of the input's columns
   */
  public AggregateCompiler(Columns columns, RelDataType inputRow) {
    this.columns = columns;
    this.inputRow = inputRow;
  }

  /** The function; {@link SqlErrorCode#FEATURE_NOT_SUPPORTED} if we do not have it. */
  public AggregateFunction compile(AggregateCall call) {
    boolean isTruth = call.rexList.size() == 1 && call.rexList.get(0).isAlwaysTrue();
    boolean isPlain =
        (call.rexList.isEmpty() || isTruth)
            && call.distinctKeys == null
            && (isListing(call) || call.getCollation().getFieldCollations().isEmpty());
    if (!isPlain) {
      throw unsupported(call);
    }
    List<Integer> registers = new ArrayList<>();
    for (int argument : call.getArgList()) {
      registers.add(columns.input(argument));
    }
    boolean isDistinct =
        call.isDistinct() || call.getAggregation().getName().equals("APPROX_COUNT_DISTINCT");
    return new AggregateFunction(
        SqlTypes.of(call.getType()),
        List.copyOf(registers),
        call.filterArg < 0 ? AggregateFunction.NO_FILTER : columns.input(call.filterArg),
        isDistinct ? Duplicates.SKIPPED : Duplicates.COUNTED,
        accumulator(call, registers));
  }

  private Supplier<Accumulator> accumulator(AggregateCall call, List<Integer> registers) {
    if (call.getAggregation().getKind() == SqlKind.COUNT
        || call.getAggregation().getName().equals("APPROX_COUNT_DISTINCT")) {
      return Aggregates.count(registers);
    }
    if (isListing(call)) {
      return listing(call, registers);
    }
    if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG && !call.rexList.isEmpty()) {
      return Truth::new;
    }
    if (call.getAggregation().equals(SoleValue.HAS_MORE)) {
      return Aggregates.hasMore();
    }
    if (registers.size() != 1) {
      throw unsupported(call);
    }
    SqlType type = SqlTypes.of(call.getType());
    SqlType from = typeOf(call.getArgList().get(0));
    Argument argument = new Argument(registers.get(0), from);
    return switch (call.getAggregation().getKind()) {
      case MIN -> Aggregates.least(argument);
      case MAX -> Aggregates.greatest(argument);
      case ANY_VALUE -> Aggregates.any(argument);
      case SINGLE_VALUE -> Aggregates.only(argument);
      default -> named(call, argument, type);
    };
  }

  private static boolean isListing(AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.LISTAGG;
  }

  private Supplier<Accumulator> listing(AggregateCall call, List<Integer> registers) {
    if (!typeOf(call.getArgList().get(0)).kind().isCharacter()) {
      throw unsupported(call);
    }
    List<ListOrder> orders = new ArrayList<>();
    for (RelFieldCollation key : call.getCollation().getFieldCollations()) {
      orders.add(
          new ListOrder(
              columns.input(key.getFieldIndex()),
              typeOf(key.getFieldIndex()),
              key.getDirection().isDescending(),
              key.nullDirection == RelFieldCollation.NullDirection.FIRST));
    }
    return registers.size() == 1
        ? Aggregates.list(registers.get(0), orders)
        : Aggregates.list(
            registers.get(0),
            new Argument(registers.get(1), typeOf(call.getArgList().get(1))),
            orders);
  }

  private SqlType typeOf(int inputColumn) {
    return SqlTypes.of(inputRow.getFieldList().get(inputColumn).getType());
  }

  private static Supplier<Accumulator> named(AggregateCall call, Argument argument, SqlType type) {
    String name = call.getAggregation().getName();
    boolean isNumeric = argument.type().kind().isNumeric() && type.kind().isNumeric();
    if (isNumeric) {
      return switch (call.getAggregation().getKind()) {
        case SUM -> Aggregates.sum(argument, type);
        case SUM0 -> Aggregates.sumOrZero(argument, type);
        case AVG -> Aggregates.average(argument, type);
        case VAR_POP -> Aggregates.variancePopulation(argument, type);
        case VAR_SAMP -> Aggregates.varianceSample(argument, type);
        case STDDEV_POP -> Aggregates.deviationPopulation(argument, type);
        case STDDEV_SAMP -> Aggregates.deviationSample(argument, type);
        default -> throw unsupported(call);
      };
    }
    return switch (name) {
      case "EVERY", "BOOL_AND", "LOGICAL_AND" -> Aggregates.least(argument);
      case "SOME", "BOOL_OR", "LOGICAL_OR" -> Aggregates.greatest(argument);
      default -> throw unsupported(call);
    };
  }

  /** What Calcite puts beside a group, to see later whether an outer join found it. */
  private static final class Truth implements Accumulator {
    @Override
    public void add(Registers registers) {
      // It is there whatever the rows are.
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.nulls[into] = false;
      registers.words[into] = 1;
    }
  }

  private static SqlProblem unsupported(AggregateCall call) {
    return SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "the aggregate function %s", call);
  }
}
