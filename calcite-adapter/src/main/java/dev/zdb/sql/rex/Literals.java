package dev.zdb.sql.rex;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.expr.Constant;
import dev.zdb.sql.expr.RangeSet;
import dev.zdb.sql.expr.RangeSet.Edge;
import dev.zdb.sql.type.SqlTypes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Period;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** Calcite's literals as constants. */
final class Literals {
  private Literals() {}

  static Constant of(RexLiteral literal) {
    SqlType type = SqlTypes.of(literal.getType());
    Comparable<?> value = literal.getValueAs(Comparable.class);
    return value == null ? Constant.ofNull(type) : of(value, type);
  }

  /** CHAR as VARCHAR of the same length. */
  static SqlType unpadded(SqlType type) {
    return type.kind() == TypeKind.CHAR ? SqlType.of(TypeKind.VARCHAR, type.precision()) : type;
  }

  /** A value as Calcite holds it. */
  static Constant of(Object value, SqlType type) {
    return Constant.of(type, toJava(value, type));
  }

  private static @Nullable Object toJava(Object value, SqlType type) {
    if (value instanceof NlsString string) {
      return string.getValue();
    }
    if (value instanceof ByteString bytes) {
      return bytes.getBytes();
    }
    if (type.kind() == TypeKind.INTERVAL_MONTHS) {
      return Period.ofMonths(number(value).intValue());
    }
    if (type.kind() == TypeKind.INTERVAL_SECONDS) {
      BigDecimal millis = number(value).setScale(6, RoundingMode.HALF_UP);
      BigDecimal[] parts = millis.divideAndRemainder(BigDecimal.valueOf(1000));
      return Duration.ofSeconds(parts[0].longValue(), parts[1].movePointRight(6).longValue());
    }
    boolean isPlain =
        value instanceof Number || value instanceof Boolean || value instanceof java.util.UUID;
    return isPlain ? value : value.toString();
  }

  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    throw SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED, "a literal of class %s", value.getClass());
  }

  /** A range of a Sarg with ends of a type. */
  static RangeSet.Range range(Range<?> range, SqlType type) {
    return new RangeSet.Range(
        range.hasLowerBound() ? of(range.lowerEndpoint(), type) : null,
        range.hasLowerBound() ? edge(range.lowerBoundType()) : Edge.EXCLUDED,
        range.hasUpperBound() ? of(range.upperEndpoint(), type) : null,
        range.hasUpperBound() ? edge(range.upperBoundType()) : Edge.EXCLUDED);
  }

  private static Edge edge(BoundType type) {
    return type == BoundType.CLOSED ? Edge.INCLUDED : Edge.EXCLUDED;
  }
}
