package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.expr.Conversions;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Logic;
import dev.zdb.sql.expr.RangeSet;
import dev.zdb.sql.expr.Truth;
import dev.zdb.sql.type.SqlTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.Sarg;

/** Compiles SEARCH, which is what IN lists and ranges of constants become. */
final class Searches {
  private static final int MOST_FRACTION_DIGITS = 9;

  private Searches() {}

  static Expression compile(Call call) {
    if (!(call.rex().getOperands().get(1) instanceof RexLiteral literal)) {
      throw call.unsupported();
    }
    Sarg<?> sarg = literal.getValueAs(Sarg.class);
    if (sarg == null) {
      throw call.unsupported();
    }
    Expression value = call.operand(0);
    SqlType points = Literals.unpadded(SqlTypes.of(literal.getType()));
    return sarg.isComplementedPoints()
        ? Logic.not(contains(value, sarg.negate(), points))
        : contains(value, sarg, points);
  }

  private static Expression contains(Expression value, Sarg<?> sarg, SqlType points) {
    SqlType common = common(value.type(), sarg, points);
    boolean isAlike = isHeldAlike(value.type(), common);
    List<RangeSet.Range> ranges = new ArrayList<>();
    for (com.google.common.collect.Range<?> range : sarg.rangeSet.asRanges()) {
      ranges.add(Literals.range(range, common));
    }
    return RangeSet.contains(
        isAlike ? value : Conversions.cast(value, common), ranges, truth(sarg.nullAs));
  }

  private static boolean isHeldAlike(SqlType value, SqlType common) {
    return switch (common.kind()) {
      case VARCHAR, VARBINARY -> true;
      case DECIMAL -> value.kind() == TypeKind.DECIMAL && value.scale() == common.scale();
      case BIGINT -> value.kind().isInteger();
      case DOUBLE -> value.kind().isApproximate();
      default -> value.kind() == common.kind();
    };
  }

  /** The type in which the value and all the ends of ranges can be held as they are. */
  private static SqlType common(SqlType value, Sarg<?> sarg, SqlType points) {
    TypeKind kind = value.kind();
    if (kind.isCharacter()) {
      return SqlType.VARCHAR;
    }
    if (kind.isApproximate() || (kind.isNumeric() && points.kind().isApproximate())) {
      return SqlType.DOUBLE;
    }
    if (!kind.isNumeric()) {
      return unlimited(points);
    }
    int scale = value.scale();
    boolean isWhole = kind.isInteger();
    for (com.google.common.collect.Range<?> range : sarg.rangeSet.asRanges()) {
      Object lower = range.hasLowerBound() ? range.lowerEndpoint() : BigDecimal.ZERO;
      Object upper = range.hasUpperBound() ? range.upperEndpoint() : BigDecimal.ZERO;
      scale = Math.max(scale, Math.max(scaleOf(lower), scaleOf(upper)));
      isWhole &= isLong(lower) && isLong(upper);
    }
    if (isWhole && scale == 0) {
      return SqlType.BIGINT;
    }
    return SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, scale);
  }

  /** The type in which an end of a range is neither rounded nor filled up. */
  private static SqlType unlimited(SqlType points) {
    return switch (points.kind()) {
      case TIME, TIMESTAMP -> SqlType.of(points.kind(), MOST_FRACTION_DIGITS);
      case BINARY -> SqlType.VARBINARY;
      default -> points;
    };
  }

  private static int scaleOf(Object number) {
    return number instanceof BigDecimal decimal
        ? Math.max(0, decimal.stripTrailingZeros().scale())
        : 0;
  }

  private static boolean isLong(Object number) {
    return number instanceof BigDecimal decimal && decimal.precision() - decimal.scale() <= 18;
  }

  private static Truth truth(RexUnknownAs unknownAs) {
    return switch (unknownAs) {
      case TRUE -> Truth.TRUE;
      case FALSE -> Truth.FALSE;
      case UNKNOWN -> Truth.UNKNOWN;
    };
  }
}
