package dev.zdb.sql.expr;

import static dev.zdb.sql.api.TypeKind.BOOLEAN;
import static dev.zdb.sql.api.TypeKind.CHAR;
import static dev.zdb.sql.api.TypeKind.DATE;
import static dev.zdb.sql.api.TypeKind.DECIMAL;
import static dev.zdb.sql.api.TypeKind.NULL;
import static dev.zdb.sql.api.TypeKind.TIME;
import static dev.zdb.sql.api.TypeKind.TIMESTAMP;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Binaries;
import dev.zdb.sql.value.Casts;
import dev.zdb.sql.value.Decimal128;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Temporals;
import dev.zdb.sql.value.Texts;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Conversions of an expression to another type.
 *
 * <p>CAST cuts strings to the target's length, assignment (INSERT, UPDATE) refuses to cut anything
 * but blanks. Both round numbers to the target's scale and refuse those that do not fit.
 */
public final class Conversions {
  private static final int DECIMAL_DIGITS_OF_LONG = 19;

  private Conversions() {}

  /** What CAST does; {@link SqlErrorCode#FEATURE_NOT_SUPPORTED} if the two types are strangers. */
  public static Expression cast(Expression from, SqlType to) {
    SqlType source = from.type();
    if (source.equals(to)) {
      return from;
    }
    if (source.kind() == NULL) {
      return Constant.ofNull(to);
    }
    Expression converted = converted(from, to);
    boolean isToday = source.kind() == TIME && to.kind() == TIMESTAMP;
    return from instanceof Constant && !isToday ? folded(converted) : converted;
  }

  /** What INSERT and UPDATE do with a value for a column of a type. */
  public static Expression assign(Expression from, SqlType to) {
    SqlType source = from.type();
    if (source.equals(to)) {
      return from;
    }
    if (source.kind().isCharacter() && to.kind().isCharacter()) {
      return Computed.object(
          to,
          run -> {
            String text = (String) from.object(run);
            return text == null ? null : Texts.assign(text, to);
          });
    }
    if (source.kind().isBinary() && to.kind().isBinary()) {
      return Computed.object(
          to,
          run -> {
            byte[] bytes = (byte[]) from.object(run);
            return bytes == null ? null : Binaries.assign(bytes, to);
          });
    }
    return cast(from, to);
  }

  /** TRY_CAST: NULL where CAST would fail for the value. */
  public static Expression tryCast(Expression from, SqlType to) {
    Expression strict = cast(from, to);
    return Form.of(to.kind()).isObject()
        ? Computed.object(to, run -> attempt(run, () -> strict.object(run)))
        : Computed.word(
            to,
            run -> {
              Object word = attempt(run, () -> strict.word(run));
              return word == null ? Computed.unknown(run) : (Long) word;
            });
  }

  private static @Nullable Object attempt(Execution run, Supplier<@Nullable Object> cast) {
    try {
      return cast.get();
    } catch (SqlProblem problem) {
      if (problem.code().sqlState().startsWith("22")) {
        run.registers.isNull = true;
        return null;
      }
      throw problem;
    }
  }

  /** A number as DOUBLE. */
  public static Expression toDouble(Expression from) {
    return from.type().kind().isApproximate() ? from : cast(from, SqlType.DOUBLE);
  }

  /** An exact number as DECIMAL, of the scale that it has; an integer as one of scale 0. */
  public static Expression toDecimal(Expression from) {
    return switch (from.type().kind()) {
      case DECIMAL -> from;
      case REAL, DOUBLE ->
          throw SqlProblem.of(SqlErrorCode.TYPE_MISMATCH, "%s is not exact", from.type());
      default -> cast(from, SqlType.decimal(DECIMAL_DIGITS_OF_LONG, 0));
    };
  }

  /** Evaluates what does not depend on a run, unless it fails, which is left to the run. */
  static Expression folded(Expression constant) {
    try {
      return Constant.evaluated(constant, Folding.run());
    } catch (SqlProblem raisedWhenNeeded) {
      return constant;
    }
  }

  private static Expression converted(Expression from, SqlType to) {
    TypeKind source = from.type().kind();
    Expression result =
        switch (to.kind()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT -> toInteger(from, to);
          case DECIMAL -> toDecimal(from, to);
          case REAL, DOUBLE -> toApproximate(from, to);
          case CHAR, VARCHAR ->
              source.isCharacter() ? recut(from, to) : TextConversions.toText(from, to);
          case BINARY, VARBINARY -> toBinary(from, to);
          case BOOLEAN -> toBoolean(from);
          case DATE, TIME, TIMESTAMP -> toTemporal(from, to);
          case UUID -> source.isCharacter() ? TextConversions.toUuid(from) : null;
          case INTERVAL_MONTHS, INTERVAL_SECONDS -> source == to.kind() ? from : null;
          default -> null;
        };
    if (result == null) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "a CAST from %s to %s is not supported",
          from.type(),
          to);
    }
    return result;
  }

  private static @Nullable Expression toInteger(Expression from, SqlType to) {
    SqlType source = from.type();
    int scale = source.scale();
    return switch (source.kind()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> new IntegerCast(from, to);
      case BOOLEAN, INTERVAL_MONTHS -> new IntegerCast(from, to);
      case DECIMAL ->
          strict(to, from, (w, out) -> Casts.toInteger(Decimal128.toLong(w, out.high, scale), to));
      case REAL, DOUBLE ->
          strict(to, from, (w, out) -> Casts.toInteger(Double.longBitsToDouble(w), to));
      case CHAR, VARCHAR -> TextConversions.toInteger(from, to);
      default -> null;
    };
  }

  private static @Nullable Expression toDecimal(Expression from, SqlType to) {
    SqlType source = from.type();
    int digits = to.scale() - source.scale();
    return switch (source.kind()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          strict(to, from, (w, out) -> rescaled(w, w >> 63, digits, to, out));
      case DECIMAL -> strict(to, from, (w, out) -> rescaled(w, out.high, digits, to, out));
      case REAL ->
          strict(
              to,
              from,
              (w, out) -> Decimal128.of(shortest((float) Double.longBitsToDouble(w)), to, out));
      case DOUBLE ->
          strict(to, from, (w, out) -> Decimal128.of(Double.longBitsToDouble(w), to, out));
      case CHAR, VARCHAR -> TextConversions.toDecimal(from, to);
      default -> null;
    };
  }

  /** The double whose text is that of the float. */
  private static double shortest(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private static long rescaled(long low, long high, int digits, SqlType to, Registers out) {
    long rescaled = Decimal128.rescale(low, high, digits, out);
    Decimal128.check(rescaled, out.high, to);
    return rescaled;
  }

  private static @Nullable Expression toApproximate(Expression from, SqlType to) {
    SqlType source = from.type();
    return switch (source.kind()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          strict(to, from, (w, out) -> bits(Casts.toApproximate((double) w, to)));
      case DECIMAL ->
          strict(
              to,
              from,
              (w, out) ->
                  bits(Casts.toApproximate(Decimal128.toDouble(w, out.high, source.scale()), to)));
      case REAL, DOUBLE ->
          strict(to, from, (w, out) -> bits(Casts.narrow(Double.longBitsToDouble(w), to)));
      case CHAR, VARCHAR -> TextConversions.toApproximate(from, to);
      default -> null;
    };
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static Expression recut(Expression from, SqlType to) {
    boolean widening = to.kind() == TypeKind.VARCHAR && from.type().precision() <= to.precision();
    return widening ? new Retyped(from, to) : Computed.object(to, run -> cut(from, to, run));
  }

  private static @Nullable String cut(Expression from, SqlType to, Execution run) {
    String text = (String) from.object(run);
    return text == null ? null : Texts.cast(text, to);
  }

  private static @Nullable Expression toBinary(Expression from, SqlType to) {
    if (from.type().kind().isCharacter()) {
      return Computed.object(
          to,
          run -> {
            String text = (String) from.object(run);
            return text == null ? null : Binaries.cast(text.getBytes(StandardCharsets.UTF_8), to);
          });
    }
    if (!from.type().kind().isBinary()) {
      return null;
    }
    return Computed.object(
        to,
        run -> {
          byte[] bytes = (byte[]) from.object(run);
          return bytes == null ? null : Binaries.cast(bytes, to);
        });
  }

  private static @Nullable Expression toBoolean(Expression from) {
    TypeKind source = from.type().kind();
    if (source.isInteger()) {
      return strict(SqlType.BOOLEAN, from, (w, out) -> w != 0 ? 1 : 0);
    }
    if (source == BOOLEAN) {
      return from;
    }
    return source.isCharacter() ? TextConversions.toBoolean(from) : null;
  }

  private static @Nullable Expression toTemporal(Expression from, SqlType to) {
    TypeKind source = from.type().kind();
    if (source.isCharacter()) {
      return TextConversions.toTemporal(from, to);
    }
    int digits = to.precision();
    if (source == DATE && to.kind() == TIMESTAMP) {
      return strict(
          to,
          from,
          (w, out) -> {
            out.high = 0;
            return w * Temporals.SECONDS_PER_DAY;
          });
    }
    if (source == TIMESTAMP) {
      return switch (to.kind()) {
        case DATE -> strict(to, from, (w, out) -> Temporals.dayOf(w));
        case TIME ->
            strict(to, from, (w, out) -> Temporals.roundTime(nanoOfDay(w, out.high), digits));
        default ->
            digits >= from.type().precision()
                ? new Retyped(from, to)
                : strict(to, from, (w, out) -> Temporals.roundTimestamp(w, out.high, digits, out));
      };
    }
    if (source == TIME && to.kind() == TIME) {
      return strict(to, from, (w, out) -> Temporals.roundTime(w, digits));
    }
    if (source == TIME && to.kind() == TIMESTAMP) {
      return Computed.word(to, run -> onThisDay(from, digits, run));
    }
    return null;
  }

  private static long nanoOfDay(long second, long nano) {
    return Temporals.secondOfDay(second) * Temporals.NANOS_PER_SECOND + nano;
  }

  private static long onThisDay(Expression time, int digits, Execution run) {
    long nanoOfDay = time.word(run);
    if (run.registers.isNull) {
      return 0;
    }
    LocalDate today = ZonedDateTime.ofInstant(run.startedAt(), run.zone()).toLocalDate();
    return Temporals.roundTimestamp(
        today.toEpochDay() * Temporals.SECONDS_PER_DAY + nanoOfDay / Temporals.NANOS_PER_SECOND,
        nanoOfDay % Temporals.NANOS_PER_SECOND,
        digits,
        run.registers);
  }

  /** Converts a word that is not NULL; its high word is in {@code out.high}, as is the result's. */
  @FunctionalInterface
  interface WordConversion {
    long convert(long word, Registers out);
  }

  static Expression strict(SqlType to, Expression from, WordConversion conversion) {
    return Computed.word(
        to,
        run -> {
          long word = from.word(run);
          return run.registers.isNull ? 0 : conversion.convert(word, run.registers);
        });
  }

  /** The same value under another type. */
  static Expression retyped(Expression from, SqlType to) {
    return from.type().equals(to) ? from : new Retyped(from, to);
  }

  /** Whether a CHAR's blanks are of no account in the comparison of two strings. */
  static boolean ignoresBlanks(SqlType left, SqlType right) {
    return left.kind() == CHAR || right.kind() == CHAR;
  }

  /** A common scale's type for two exact numbers. */
  static boolean isExact(TypeKind kind) {
    return kind == DECIMAL || kind.isInteger();
  }

  private static final class IntegerCast extends Expression {
    private final Expression from;

    IntegerCast(Expression from, SqlType to) {
      super(to);
      this.from = from;
    }

    @Override
    public long word(Execution run) {
      long word = from.word(run);
      return run.registers.isNull ? 0 : Casts.toInteger(word, type());
    }
  }

  private static final class Retyped extends Expression {
    private final Expression from;

    Retyped(Expression from, SqlType to) {
      super(to);
      this.from = from;
    }

    @Override
    public long word(Execution run) {
      return from.word(run);
    }

    @Override
    public @Nullable Object object(Execution run) {
      return from.object(run);
    }
  }
}
