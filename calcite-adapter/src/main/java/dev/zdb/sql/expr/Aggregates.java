package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Registers;
import java.util.List;
import java.util.function.Supplier;

/** The aggregate functions there are, as makers of {@link Accumulator}s. */
public final class Aggregates {
  private Aggregates() {}

  /**
   * A register to aggregate.
   *
   * @param register where the value lies
   */
  public record Argument(int register, SqlType type) {}

  /** COUNT of rows in which no argument is NULL. */
  public static Supplier<Accumulator> count(List<Integer> registers) {
    return () -> new Count(registers);
  }

  /** SUM, NULL if there is no value. */
  public static Supplier<Accumulator> sum(Argument argument, SqlType type) {
    return Sums.sum(argument.register, argument.type, type, Sums.OfNothing.NULL);
  }

  /** SUM, 0 if there is no value. */
  public static Supplier<Accumulator> sumOrZero(Argument argument, SqlType type) {
    return Sums.sum(argument.register, argument.type, type, Sums.OfNothing.ZERO);
  }

  /** AVG. */
  public static Supplier<Accumulator> average(Argument argument, SqlType type) {
    return Sums.average(argument.register, argument.type, type);
  }

  /** MIN, or EVERY of truth values. */
  public static Supplier<Accumulator> least(Argument argument) {
    return () -> new Picks(argument.register, argument.type, Picks.Pick.LEAST);
  }

  /** MAX, or SOME of truth values. */
  public static Supplier<Accumulator> greatest(Argument argument) {
    return () -> new Picks(argument.register, argument.type, Picks.Pick.GREATEST);
  }

  /** The first value that is not NULL. */
  public static Supplier<Accumulator> any(Argument argument) {
    return () -> new Picks(argument.register, argument.type, Picks.Pick.FIRST);
  }

  /** The value of the only row; a second row is an error. */
  public static Supplier<Accumulator> only(Argument argument) {
    return () -> new Picks(argument.register, argument.type, Picks.Pick.ONLY);
  }

  /** Whether there is a second row. */
  public static Supplier<Accumulator> hasMore() {
    return HasMore::new;
  }

  private static final class HasMore implements Accumulator {
    private long rows;

    @Override
    public void add(Registers registers) {
      rows++;
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.nulls[into] = false;
      registers.words[into] = rows > 1 ? 1 : 0;
    }
  }

  /**
   * A column that LISTAGG is ordered by.
   *
   * @param register where the value lies
   */
  public record ListOrder(
      int register, SqlType type, boolean isDescending, boolean nullsComeFirst) {}

  /** LISTAGG of texts. */
  public static Supplier<Accumulator> list(int text, List<ListOrder> orders) {
    return () -> new Listing(text, null, orders);
  }

  /** LISTAGG of texts, parted by those of another register. */
  public static Supplier<Accumulator> list(int text, Argument separator, List<ListOrder> orders) {
    return () -> new Listing(text, separator, orders);
  }

  /** VAR_POP. */
  public static Supplier<Accumulator> variancePopulation(Argument argument, SqlType type) {
    return spread(argument, type, Spread.Measure.VARIANCE_OF_POPULATION);
  }

  /** VAR_SAMP. */
  public static Supplier<Accumulator> varianceSample(Argument argument, SqlType type) {
    return spread(argument, type, Spread.Measure.VARIANCE_OF_SAMPLE);
  }

  /** STDDEV_POP. */
  public static Supplier<Accumulator> deviationPopulation(Argument argument, SqlType type) {
    return spread(argument, type, Spread.Measure.DEVIATION_OF_POPULATION);
  }

  /** STDDEV_SAMP. */
  public static Supplier<Accumulator> deviationSample(Argument argument, SqlType type) {
    return spread(argument, type, Spread.Measure.DEVIATION_OF_SAMPLE);
  }

  private static Supplier<Accumulator> spread(
      Argument argument, SqlType type, Spread.Measure measure) {
    return () -> new Spread(argument.register, argument.type, type, measure);
  }
}
