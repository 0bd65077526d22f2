package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.DateField;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Temporals;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Functions of dates and times. */
public final class TemporalFunctions {
  private TemporalFunctions() {}

  /** EXTRACT(field FROM moment or interval). */
  public static Expression extract(DateField field, Expression operand, SqlType type) {
    Expression result =
        switch (operand.type().kind()) {
          case DATE -> Conversions.strict(SqlType.BIGINT, operand, (w, out) -> field.of(w, 0, 0));
          case TIME -> Conversions.strict(SqlType.BIGINT, operand, (w, out) -> field.ofTime(w));
          case TIMESTAMP ->
              Conversions.strict(
                  SqlType.BIGINT,
                  operand,
                  (w, out) -> field.of(Temporals.dayOf(w), Temporals.secondOfDay(w), out.high));
          case INTERVAL_MONTHS ->
              Conversions.strict(SqlType.BIGINT, operand, (w, out) -> field.ofMonths(w));
          case INTERVAL_SECONDS ->
              Conversions.strict(SqlType.BIGINT, operand, (w, out) -> field.ofSeconds(w, out.high));
          default -> throw unsupported("EXTRACT", field, operand);
        };
    return Conversions.cast(result, type);
  }

  /** FLOOR(moment TO field). */
  public static Expression floor(DateField field, Expression operand, SqlType type) {
    return switch (operand.type().kind()) {
      case DATE -> Conversions.strict(type, operand, (w, out) -> field.floorDay(w));
      case TIME ->
          Conversions.strict(
              type, operand, (w, out) -> w - Math.floorMod(w, field.nanosWithinDay()));
      case TIMESTAMP -> Conversions.strict(type, operand, (w, out) -> floor(field, w, out));
      default -> throw unsupported("FLOOR", field, operand);
    };
  }

  private static long floor(DateField field, long second, Registers out) {
    if (!field.isOfTime()) {
      out.high = 0;
      return field.floorDay(Temporals.dayOf(second)) * Temporals.SECONDS_PER_DAY;
    }
    long step = field.nanosWithinDay();
    if (step < Temporals.NANOS_PER_SECOND) {
      out.high -= Math.floorMod(out.high, step);
      return second;
    }
    out.high = 0;
    return second - Math.floorMod(second, step / Temporals.NANOS_PER_SECOND);
  }

  /** CEIL(moment TO field): the moment itself if it is a floor, else the next one. */
  public static Expression ceil(DateField field, Expression operand, SqlType type) {
    if (field.isOfTime() || operand.type().kind() == TypeKind.TIME) {
      throw unsupported("CEIL", field, operand);
    }
    return switch (operand.type().kind()) {
      case DATE -> Conversions.strict(type, operand, (w, out) -> field.ceilDay(w));
      case TIMESTAMP ->
          Conversions.strict(
              type,
              operand,
              (w, out) -> {
                boolean isWithinDay = Temporals.secondOfDay(w) != 0 || out.high != 0;
                long day = Temporals.dayOf(w) + (isWithinDay ? 1 : 0);
                out.high = 0;
                return Temporals.checkDay(field.ceilDay(day)) * Temporals.SECONDS_PER_DAY;
              });
      default -> throw unsupported("CEIL", field, operand);
    };
  }

  private static SqlProblem unsupported(String name, DateField field, Expression operand) {
    return SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED,
        "%s of %s for %s is not supported",
        name,
        field,
        operand.type());
  }

  /** LAST_DAY of the month of a date or a timestamp. */
  public static Expression lastDay(List<Expression> operands, SqlType type) {
    Expression day = Conversions.cast(operands.get(0), SqlType.DATE);
    return Conversions.strict(
        type,
        day,
        (w, out) -> {
          LocalDate date = LocalDate.ofEpochDay(w);
          return date.withDayOfMonth(date.lengthOfMonth()).toEpochDay();
        });
  }

  /** CURRENT_DATE, LOCALTIME, CURRENT_TIMESTAMP and their like, by the type of the result. */
  public static Expression now(SqlType type) {
    return Computed.word(type, run -> now(type, run));
  }

  private static long now(SqlType type, Execution run) {
    LocalDateTime now = LocalDateTime.ofInstant(run.startedAt(), run.zone());
    run.registers.isNull = false;
    long step = Temporals.step(type.precision());
    long nanoOfDay = now.toLocalTime().toNanoOfDay() / step * step;
    return switch (type.kind()) {
      case DATE -> now.toLocalDate().toEpochDay();
      case TIME -> nanoOfDay;
      default -> {
        run.registers.high = nanoOfDay % Temporals.NANOS_PER_SECOND;
        yield now.toEpochSecond(ZoneOffset.UTC);
      }
    };
  }

  /** RANDOM_UUID. */
  public static Expression randomUuid() {
    return Computed.word(
        SqlType.UUID,
        run -> {
          UUID uuid = UUID.randomUUID();
          run.registers.isNull = false;
          run.registers.high = uuid.getLeastSignificantBits();
          return uuid.getMostSignificantBits();
        });
  }
}
