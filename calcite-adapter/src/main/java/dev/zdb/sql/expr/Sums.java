package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Casts;
import dev.zdb.sql.value.Decimal128;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;

/** SUM and AVG: exact for exact numbers. */
final class Sums {
  private Sums() {}

  /** What SUM of no values is. */
  enum OfNothing {
    NULL,
    ZERO
  }

  static Supplier<Accumulator> sum(
      int argument, SqlType argumentType, SqlType type, OfNothing ofNothing) {
    if (type.kind().isApproximate()) {
      return () -> new DoubleSum(argument, argumentType, type, ofNothing);
    }
    if (type.kind().isInteger() && argumentType.kind().isInteger()) {
      return () -> new LongSum(argument, type, ofNothing);
    }
    return () -> new DecimalSum(argument, argumentType, type, ofNothing);
  }

  static Supplier<Accumulator> average(int argument, SqlType argumentType, SqlType type) {
    return argumentType.kind().isApproximate() || type.kind().isApproximate()
        ? () -> new DoubleAverage(argument, argumentType, type)
        : () -> new DecimalAverage(argument, argumentType, type);
  }

  /** A number in a register as a double. */
  static double toDouble(Registers registers, int i, SqlType type) {
    return switch (Form.of(type.kind())) {
      case DOUBLE -> Double.longBitsToDouble(registers.words[i]);
      case DECIMAL -> Decimal128.toDouble(registers.words[i], registers.highs[i], type.scale());
      default -> (double) registers.words[i];
    };
  }

  /** Writes a double as a number of any type. */
  static void store(double value, SqlType type, Registers registers, int into) {
    registers.high = 0;
    registers.words[into] =
        switch (Form.of(type.kind())) {
          case DOUBLE -> Double.doubleToRawLongBits(Casts.narrow(value, type));
          case DECIMAL -> Decimal128.of(value, type, registers);
          default -> Casts.toInteger(value, type);
        };
    registers.highs[into] = registers.high;
  }

  private static final class LongSum implements Accumulator {
    private final int argument;
    private final SqlType type;
    private boolean isNull;
    private long sum;

    LongSum(int argument, SqlType type, OfNothing ofNothing) {
      this.argument = argument;
      this.type = type;
      this.isNull = ofNothing == OfNothing.NULL;
    }

    @Override
    public void add(Registers registers) {
      if (registers.nulls[argument]) {
        return;
      }
      long word = registers.words[argument];
      long total = sum + word;
      if (((sum ^ total) & (word ^ total)) < 0) {
        throw SqlProblem.of(
            SqlErrorCode.NUMERIC_OUT_OF_RANGE, "a sum is out of the range of %s", type);
      }
      sum = total;
      isNull = false;
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.nulls[into] = isNull;
      registers.words[into] = Casts.toInteger(sum, type);
    }
  }

  /** A sum of 128 bits, of integers or of DECIMALs. */
  private static class Exact {
    final int argument;
    final boolean isDecimal;
    final int scale;
    long low;
    long high;
    long count;

    Exact(int argument, SqlType argumentType) {
      this.argument = argument;
      this.isDecimal = Form.of(argumentType.kind()) == Form.DECIMAL;
      this.scale = argumentType.scale();
    }

    void addTo(Registers registers) {
      if (registers.nulls[argument]) {
        return;
      }
      long word = registers.words[argument];
      low =
          Decimal128.add(
              low, high, word, isDecimal ? registers.highs[argument] : word >> 63, registers);
      high = registers.high;
      count++;
    }

    final BigDecimal total() {
      return Decimal128.toBigDecimal(low, high, scale);
    }
  }

  private static final class DecimalSum extends Exact implements Accumulator {
    private final SqlType type;
    private final OfNothing ofNothing;

    DecimalSum(int argument, SqlType argumentType, SqlType type, OfNothing ofNothing) {
      super(argument, argumentType);
      this.type = type;
      this.ofNothing = ofNothing;
    }

    @Override
    public void add(Registers registers) {
      addTo(registers);
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.nulls[into] = count == 0 && ofNothing == OfNothing.NULL;
      if (Form.of(type.kind()) != Form.DECIMAL) {
        long whole = Decimal128.toLong(low, high, scale);
        registers.words[into] = Casts.toInteger(whole, type);
        return;
      }
      long result = Decimal128.rescale(low, high, type.scale() - scale, registers);
      Decimal128.check(result, registers.high, type);
      registers.words[into] = result;
      registers.highs[into] = registers.high;
    }
  }

  private static final class DecimalAverage extends Exact implements Accumulator {
    private final SqlType type;

    DecimalAverage(int argument, SqlType argumentType, SqlType type) {
      super(argument, argumentType);
      this.type = type;
    }

    @Override
    public void add(Registers registers) {
      addTo(registers);
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.nulls[into] = count == 0;
      if (count == 0) {
        return;
      }
      BigDecimal average =
          total().divide(BigDecimal.valueOf(count), type.scale(), RoundingMode.HALF_UP);
      registers.high = 0;
      registers.words[into] =
          Form.of(type.kind()) == Form.DECIMAL
              ? Decimal128.of(average, type, registers)
              : Casts.toInteger(average.longValueExact(), type);
      registers.highs[into] = registers.high;
    }
  }

  private static class DoubleTotal {
    final int argument;
    final SqlType argumentType;
    final SqlType type;
    double sum;
    long count;

    DoubleTotal(int argument, SqlType argumentType, SqlType type) {
      this.argument = argument;
      this.argumentType = argumentType;
      this.type = type;
    }

    void addTo(Registers registers) {
      if (!registers.nulls[argument]) {
        double value = toDouble(registers, argument, argumentType);
        double total = sum + value;
        if (Double.isInfinite(total) && !Double.isInfinite(sum) && !Double.isInfinite(value)) {
          throw SqlProblem.of(
              SqlErrorCode.NUMERIC_OUT_OF_RANGE, "a sum is out of the range of DOUBLE");
        }
        sum = total;
        count++;
      }
    }
  }

  private static final class DoubleSum extends DoubleTotal implements Accumulator {
    private final OfNothing ofNothing;

    DoubleSum(int argument, SqlType argumentType, SqlType type, OfNothing ofNothing) {
      super(argument, argumentType, type);
      this.ofNothing = ofNothing;
    }

    @Override
    public void add(Registers registers) {
      addTo(registers);
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.nulls[into] = count == 0 && ofNothing == OfNothing.NULL;
      store(sum, type, registers, into);
    }
  }

  private static final class DoubleAverage extends DoubleTotal implements Accumulator {
    DoubleAverage(int argument, SqlType argumentType, SqlType type) {
      super(argument, argumentType, type);
    }

    @Override
    public void add(Registers registers) {
      addTo(registers);
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.nulls[into] = count == 0;
      if (count > 0) {
        store(sum / count, type, registers, into);
      }
    }
  }
}
