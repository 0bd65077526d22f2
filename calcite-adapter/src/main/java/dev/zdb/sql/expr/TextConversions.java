package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Casts;
import dev.zdb.sql.value.Decimal128;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.TemporalText;
import dev.zdb.sql.value.Temporals;
import dev.zdb.sql.value.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** CAST from and to character strings. */
final class TextConversions {
  private TextConversions() {}

  static Expression toInteger(Expression from, SqlType to) {
    return parsed(to, from, (text, out) -> Casts.toInteger(text, to));
  }

  static Expression toDecimal(Expression from, SqlType to) {
    return parsed(to, from, (text, out) -> Casts.toDecimal(text, to, out));
  }

  static Expression toApproximate(Expression from, SqlType to) {
    return parsed(to, from, (text, out) -> Double.doubleToRawLongBits(Casts.toDouble(text, to)));
  }

  static Expression toBoolean(Expression from) {
    return parsed(SqlType.BOOLEAN, from, (text, out) -> Casts.toBoolean(text));
  }

  static Expression toUuid(Expression from) {
    return parsed(SqlType.UUID, from, Casts::toUuid);
  }

  static Expression toTemporal(Expression from, SqlType to) {
    int digits = to.precision();
    return switch (to.kind()) {
      case DATE -> parsed(to, from, (text, out) -> TemporalText.parseDate(text));
      case TIME ->
          parsed(
              to, from, (text, out) -> Temporals.roundTime(TemporalText.parseTime(text), digits));
      default ->
          parsed(
              to,
              from,
              (text, out) -> {
                long second = TemporalText.parseTimestamp(text, out);
                return Temporals.roundTimestamp(second, out.high, digits, out);
              });
    };
  }

  /** Reads a text that is not NULL. */
  @FunctionalInterface
  private interface Parser {
    long parse(String text, Registers out);
  }

  private static Expression parsed(SqlType to, Expression from, Parser parser) {
    return Computed.word(
        to,
        run -> {
          String text = (String) from.object(run);
          return text == null ? 0 : parser.parse(text, run.registers);
        });
  }

  /** Writes a value of any kind; fails if the text is longer than the type. */
  static Expression toText(Expression from, SqlType to) {
    SqlType source = from.type();
    if (source.kind().isBinary()) {
      return Computed.object(to, run -> decoded(from, to, run));
    }
    return Computed.object(
        to,
        run -> {
          long word = from.word(run);
          return run.registers.isNull
              ? null
              : Casts.fitted(text(word, run.registers.high, source), to);
        });
  }

  private static @Nullable String decoded(Expression from, SqlType to, Execution run) {
    byte[] bytes = (byte[]) from.object(run);
    if (bytes == null) {
      return null;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Texts.cast(text, to);
    } catch (CharacterCodingException notText) {
      throw Casts.invalid("a binary string that is not UTF-8", to);
    }
  }

  static String text(long word, long high, SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Casts.booleanText(word);
      case DECIMAL -> Decimal128.toBigDecimal(word, high, type.scale()).toPlainString();
      case REAL -> Casts.doubleText(Double.longBitsToDouble(word), TypeKind.REAL);
      case DOUBLE -> Casts.doubleText(Double.longBitsToDouble(word), TypeKind.DOUBLE);
      case DATE -> TemporalText.date(word);
      case TIME -> TemporalText.time(word);
      case TIMESTAMP -> TemporalText.timestamp(word, high);
      case UUID -> Casts.uuidText(word, high);
      case INTERVAL_MONTHS -> TemporalText.months(word);
      case INTERVAL_SECONDS -> TemporalText.seconds(word, high);
      default -> Long.toString(word);
    };
  }
}
