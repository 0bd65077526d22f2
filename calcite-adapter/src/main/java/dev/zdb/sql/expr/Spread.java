package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Registers;

/** VAR and STDDEV, by Welford's recurrence, which does not cancel out. */
final class Spread implements Accumulator {
  private final int argument;
  private final SqlType argumentType;
  private final SqlType type;
  private final Measure measure;
  private long count;
  private double mean;
  private double squares;

  Spread(int argument, SqlType argumentType, SqlType type, Measure measure) {
    this.argument = argument;
    this.argumentType = argumentType;
    this.type = type;
    this.measure = measure;
  }

  /** Which measure of the spread. */
  enum Measure {
    VARIANCE_OF_POPULATION(0),
    VARIANCE_OF_SAMPLE(1),
    DEVIATION_OF_POPULATION(0),
    DEVIATION_OF_SAMPLE(1);

    private final int lostDegrees;

    Measure(int lostDegrees) {
      this.lostDegrees = lostDegrees;
    }
  }

  @Override
  public void add(Registers registers) {
    if (registers.nulls[argument]) {
      return;
    }
    double value = Sums.toDouble(registers, argument, argumentType);
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }

  @Override
  public void finish(Registers registers, int into) {
    long degrees = count - measure.lostDegrees;
    registers.nulls[into] = degrees <= 0;
    if (degrees <= 0) {
      return;
    }
    double variance = squares / degrees;
    boolean isVariance =
        measure == Measure.VARIANCE_OF_POPULATION || measure == Measure.VARIANCE_OF_SAMPLE;
    Sums.store(isVariance ? variance : Math.sqrt(variance), type, registers, into);
  }
}
