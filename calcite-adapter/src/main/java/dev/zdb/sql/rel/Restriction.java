package dev.zdb.sql.rel;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.scan.FieldBound.Inclusion;
import dev.zdb.sql.type.SqlTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/**
 * What one condition says of one column: that it lies in one of some intervals, of which the point
 * NULL stands for the NULLs, which are above all values.
 *
 * @param condition the condition
 * @param intervals of values of the column's own type, free of the table's columns
 * @param isExact whether the condition says nothing more
 */
public record Restriction(
    int column, RexNode condition, List<Interval> intervals, boolean isExact) {

  /** A range of values; open at an end that is null. */
  public record Interval(
      @Nullable RexNode low,
      Inclusion lowInclusion,
      @Nullable RexNode high,
      Inclusion highInclusion) {
    public static final Interval ALL =
        new Interval(null, Inclusion.INCLUSIVE, null, Inclusion.INCLUSIVE);

    static Interval point(RexNode value) {
      return new Interval(value, Inclusion.INCLUSIVE, value, Inclusion.INCLUSIVE);
    }

    boolean isPoint() {
      return low != null
          && low.equals(high)
          && lowInclusion == Inclusion.INCLUSIVE
          && highInclusion == Inclusion.INCLUSIVE;
    }

    RexNode point() {
      return Objects.requireNonNull(low);
    }

    /** Whether it is no range of values but stands for the NULLs. */
    boolean isOfNulls() {
      return low != null && RexLiteral.isNullLiteral(low);
    }

    /** Whether it has all values and leaves out the NULLs, which are above them. */
    boolean isNotNull() {
      return low == null && high != null && RexLiteral.isNullLiteral(high);
    }

    boolean isAll() {
      return low == null && high == null;
    }

    /** Both at once, null where only running can tell which bound is the narrower. */
    @Nullable Interval and(Interval other) {
      if ((low != null && other.low != null) || (high != null && other.high != null)) {
        return null;
      }
      Interval lower = low == null ? other : this;
      Interval upper = high == null ? other : this;
      return new Interval(lower.low(), lower.lowInclusion(), upper.high(), upper.highInclusion());
    }
  }

  /** Reads a condition; null if it restricts no single column. */
  static @Nullable Restriction of(RexNode condition, RexBuilder rexBuilder) {
    if (!(condition instanceof RexCall call)) {
      return null;
    }
    if (call.isA(SqlKind.SEARCH)) {
      return ofSearch(call, rexBuilder);
    }
    if (call.isA(SqlKind.IS_NULL)) {
      return ofNulls(call, nulls -> Interval.point(nulls), rexBuilder);
    }
    if (call.isA(SqlKind.IS_NOT_NULL)) {
      return ofNulls(call, nulls -> below(nulls, Inclusion.EXCLUSIVE), rexBuilder);
    }
    if (!call.isA(SqlKind.COMPARISON) || call.isA(SqlKind.NOT_EQUALS) || call.operandCount() != 2) {
      return null;
    }
    SqlKind kind = call.getKind();
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (column(left) == null || !isFree(right)) {
      RexNode other = left;
      left = right;
      right = other;
      kind = kind.reverse();
    }
    RexInputRef column = column(left);
    if (column == null || !isFree(right)) {
      return null;
    }
    RexNode value = converted(right, heldAs(left, column), rexBuilder);
    if (value == null || RexLiteral.isNullLiteral(value)) {
      return null;
    }
    Interval interval =
        switch (kind) {
          case EQUALS -> Interval.point(value);
          case LESS_THAN -> below(value, Inclusion.EXCLUSIVE);
          case LESS_THAN_OR_EQUAL -> below(value, Inclusion.INCLUSIVE);
          case GREATER_THAN -> above(value, Inclusion.EXCLUSIVE);
          case GREATER_THAN_OR_EQUAL -> above(value, Inclusion.INCLUSIVE);
          default -> null;
        };
    return interval == null
        ? null
        : new Restriction(column.getIndex(), call, List.of(interval), isExact(column));
  }

  private static @Nullable Restriction ofNulls(
      RexCall call, Function<RexNode, Interval> interval, RexBuilder rexBuilder) {
    RexInputRef column = column(call.getOperands().get(0));
    if (column == null || !column.getType().isNullable()) {
      return null;
    }
    Interval found = interval.apply(rexBuilder.makeNullLiteral(column.getType()));
    return new Restriction(column.getIndex(), call, List.of(found), /* isExact= */ true);
  }

  private static Interval above(RexNode value, Inclusion inclusion) {
    return new Interval(value, inclusion, null, Inclusion.INCLUSIVE);
  }

  private static Interval below(RexNode value, Inclusion inclusion) {
    return new Interval(null, Inclusion.INCLUSIVE, value, inclusion);
  }

  /** CHAR compares without regard to trailing blanks, which its key may not say. */
  private static boolean isExact(RexInputRef column) {
    return SqlTypes.of(column.getType()).kind() != TypeKind.CHAR;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Calcite tells the type of a Sarg's values no more
  private static @Nullable Restriction ofSearch(RexCall call, RexBuilder rexBuilder) {
    RexInputRef column = column(call.getOperands().get(0));
    RexLiteral literal = (RexLiteral) call.getOperands().get(1);
    Sarg<?> sarg = literal.getValueAs(Sarg.class);
    if (column == null || sarg == null) {
      return null;
    }
    RelDataType heldAs = heldAs(call.getOperands().get(0), column);
    List<Interval> intervals = new ArrayList<>();
    for (Object each : sarg.rangeSet.asRanges()) {
      Range<Comparable> range = (Range<Comparable>) each;
      RexNode low =
          range.hasLowerBound()
              ? converted(
                  rexBuilder.makeLiteral(
                      range.lowerEndpoint(),
                      literal.getType(),
                      /* allowCast= */ true,
                      /* trim= */ true),
                  heldAs,
                  rexBuilder)
              : null;
      RexNode high =
          range.hasUpperBound()
              ? converted(
                  rexBuilder.makeLiteral(
                      range.upperEndpoint(),
                      literal.getType(),
                      /* allowCast= */ true,
                      /* trim= */ true),
                  heldAs,
                  rexBuilder)
              : null;
      if ((low == null && range.hasLowerBound()) || (high == null && range.hasUpperBound())) {
        return null;
      }
      intervals.add(
          new Interval(
              low,
              range.hasLowerBound() ? inclusion(range.lowerBoundType()) : Inclusion.INCLUSIVE,
              high,
              range.hasUpperBound() ? inclusion(range.upperBoundType()) : Inclusion.INCLUSIVE));
    }
    if (sarg.nullAs == RexUnknownAs.TRUE) {
      intervals.add(Interval.point(rexBuilder.makeNullLiteral(column.getType())));
    }
    return intervals.isEmpty() || intervals.get(0).isAll()
        ? null
        : new Restriction(column.getIndex(), call, intervals, isExact(column));
  }

  private static Inclusion inclusion(BoundType type) {
    return type == BoundType.CLOSED ? Inclusion.INCLUSIVE : Inclusion.EXCLUSIVE;
  }

  /** The type in which the column is compared, where that tells more than its own. */
  private static RelDataType heldAs(RexNode side, RexInputRef column) {
    return kindOf(column) == TypeKind.CHAR ? side.getType() : column.getType();
  }

  private static TypeKind kindOf(RexNode node) {
    return SqlTypes.of(node.getType()).kind();
  }

  /** The column itself, or the column under a cast that loses nothing and keeps the order. */
  private static @Nullable RexInputRef column(RexNode node) {
    if (node instanceof RexInputRef reference) {
      return reference;
    }
    if (node.isA(SqlKind.CAST)
        && ((RexCall) node).getOperands().get(0) instanceof RexInputRef reference) {
      SqlType from = SqlTypes.of(reference.getType());
      SqlType to = SqlTypes.of(node.getType());
      boolean isBare = from.kind() == TypeKind.CHAR && to.kind() == TypeKind.VARCHAR;
      return holds(to, from) || (isBare && to.precision() >= from.precision()) ? reference : null;
    }
    return null;
  }

  private static boolean isFree(RexNode node) {
    return RelOptUtil.InputFinder.bits(node).isEmpty()
        && RexUtil.SubQueryFinder.find(node) == null
        && RexUtil.isDeterministic(node);
  }

  /**
   * A value that stands to those of the column as the given one does, held as they are; null if
   * there may be none.
   */
  private static @Nullable RexNode converted(
      RexNode value, RelDataType column, RexBuilder rexBuilder) {
    SqlType from = SqlTypes.of(value.getType());
    SqlType to = SqlTypes.of(column);
    if (to.kind() == TypeKind.CHAR && from.kind().isCharacter()) {
      return withoutBlanks(value, rexBuilder);
    }
    if (to.kind() == TypeKind.VARCHAR && from.kind().isCharacter()) {
      boolean countsBlanks = from.kind() == TypeKind.VARCHAR || value instanceof RexLiteral;
      return countsBlanks ? value : null;
    }
    if (from.equals(to)) {
      return value;
    }
    RelDataType nullable = rexBuilder.getTypeFactory().createTypeWithNullability(column, true);
    if (holds(to, from)) {
      return rexBuilder.makeCast(nullable, value);
    }
    if (isExact(to) && value instanceof RexLiteral literal && from.kind().isNumeric()) {
      BigDecimal number = literal.getValueAs(BigDecimal.class);
      return number != null && fits(number, to)
          ? rexBuilder.makeExactLiteral(number, column)
          : null;
    }
    return null;
  }

  /** A string as CHAR is held and compared: without its trailing blanks. */
  static RexNode withoutBlanks(RexNode string, RexBuilder rexBuilder) {
    RelDataType type =
        SqlTypes.toCalcite(
            rexBuilder.getTypeFactory(),
            SqlType.of(TypeKind.CHAR, Integer.MAX_VALUE),
            Nullability.NULLABLE);
    return rexBuilder.makeAbstractCast(type, string, /* safe= */ false);
  }

  /** Whether a condition compares a column with a number that its type cannot hold. */
  static boolean isNeverTrue(RexNode condition) {
    if (!condition.isA(SqlKind.EQUALS)) {
      return false;
    }
    List<RexNode> operands = ((RexCall) condition).getOperands();
    return isNeverEqual(operands.get(0), operands.get(1))
        || isNeverEqual(operands.get(1), operands.get(0));
  }

  private static boolean isNeverEqual(RexNode node, RexNode value) {
    RexInputRef column = column(node);
    if (column == null || !(value instanceof RexLiteral literal)) {
      return false;
    }
    SqlType type = SqlTypes.of(column.getType());
    if (!isExact(type) || !isExact(SqlTypes.of(literal.getType()))) {
      return false;
    }
    BigDecimal number = literal.getValueAs(BigDecimal.class);
    return number != null && !fits(number, type);
  }

  private static boolean isExact(SqlType type) {
    return type.kind().isInteger() || type.kind() == TypeKind.DECIMAL;
  }

  /** Whether a type of exact numbers has this one. */
  private static boolean fits(BigDecimal number, SqlType type) {
    BigDecimal bare = number.stripTrailingZeros();
    return switch (type.kind()) {
      case TINYINT -> isWithin(bare, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> isWithin(bare, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> isWithin(bare, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> isWithin(bare, Long.MIN_VALUE, Long.MAX_VALUE);
      default ->
          bare.scale() <= type.scale()
              && bare.precision() - bare.scale() <= type.precision() - type.scale();
    };
  }

  private static boolean isWithin(BigDecimal bare, long least, long most) {
    return bare.scale() <= 0
        && bare.compareTo(BigDecimal.valueOf(least)) >= 0
        && bare.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  /** Whether every value of one type is one of the other, in the same order. */
  private static boolean holds(SqlType wide, SqlType narrow) {
    TypeKind kind = wide.kind();
    if (kind == TypeKind.DECIMAL && (narrow.kind() == kind || narrow.kind().isInteger())) {
      return narrow.scale() <= wide.scale()
          && wholeDigits(narrow) <= wide.precision() - wide.scale();
    }
    if (kind.isInteger() && narrow.kind().isInteger()) {
      return kind.compareTo(narrow.kind()) >= 0;
    }
    if (kind != narrow.kind()) {
      return kind == TypeKind.DOUBLE && narrow.kind() == TypeKind.REAL;
    }
    return switch (kind) {
      case CHAR -> false;
      case VARCHAR, VARBINARY, TIME, TIMESTAMP -> narrow.precision() <= wide.precision();
      case BINARY -> narrow.precision() == wide.precision();
      default -> true;
    };
  }

  private static int wholeDigits(SqlType type) {
    return switch (type.kind()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      default -> type.precision() - type.scale();
    };
  }
}
