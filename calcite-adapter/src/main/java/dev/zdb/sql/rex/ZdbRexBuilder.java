package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.type.ZdbTypeFactory;
import dev.zdb.sql.value.CodePointOrder;
import dev.zdb.sql.value.Texts;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions whose literals Calcite cannot misjudge: wherever it compares two strings, joins
 * ranges of them or sorts rows of them, it finds our order, by code point; a literal string is a
 * VARCHAR, as {@code ZdbValidator} has it; and a moment is never cut where ours would be rounded.
 * (Literals of UUID, which Calcite compares as signed numbers and whose class is final, are CASTs
 * of strings from the beginning.)
 *
 * <p>With each call it looks whether to go on, since everything that grows grows by calls, and how
 * far they have grown: what is said in simpler calls repeats its operands, so that nested ones
 * multiply.
 */
public final class ZdbRexBuilder extends RexBuilder {
  private final Runnable stopCheck;
  private final int maxTerms;

  /**
   * Makes expressions of one statement.
   *
   * @param stopCheck asked with each call; what it throws ends the planning
   * @param maxTerms that one expression may have
   */
  public ZdbRexBuilder(ZdbTypeFactory types, Runnable stopCheck, int maxTerms) {
    super(types);
    this.stopCheck = stopCheck;
    this.maxTerms = maxTerms;
  }

  @Override
  public RexNode makeCall(
      SqlParserPos place, SqlOperator operator, List<? extends RexNode> operands) {
    return checked(super.makeCall(place, operator, operands), place);
  }

  @Override
  public RexNode makeCall(
      SqlParserPos place, RelDataType type, SqlOperator operator, List<RexNode> operands) {
    return checked(super.makeCall(place, type, operator, operands), place);
  }

  private RexNode checked(RexNode call, SqlParserPos place) {
    stopCheck.run();
    if (call.nodeCount() > maxTerms) {
      throw SqlProblem.of(
              SqlErrorCode.TOO_COMPLEX,
              "an expression grows to %d terms, the limit is %d",
              call.nodeCount(),
              maxTerms)
          .at(place.getLineNum(), place.getColumnNum());
    }
    return call;
  }

  /** Calcite cuts the fractions of literals where a CAST rounds them. */
  @Override
  public RexNode makeCast(
      SqlParserPos place,
      RelDataType type,
      RexNode value,
      boolean matchNullability,
      boolean safe,
      RexLiteral format) {
    boolean isRounded =
        value instanceof RexLiteral
            && SqlTypeUtil.isDatetime(value.getType())
            && value.getType().getPrecision() > type.getPrecision();
    return isRounded
        ? makeAbstractCast(place, type, value, safe, format)
        : super.makeCast(place, type, value, matchNullability, safe, format);
  }

  /** A CHAR is held without the blanks at its end. */
  @Override
  @SuppressWarnings("rawtypes") // as Calcite has it
  protected RexLiteral makeLiteral(
      @Nullable Comparable value, RelDataType type, SqlTypeName literalType) {
    return super.makeLiteral(
        value instanceof NlsString text ? ordered(text, type) : value, type, literalType);
  }

  private static NlsString ordered(NlsString text, RelDataType type) {
    return new OrderedText(
        type.getSqlTypeName() == SqlTypeName.CHAR
            ? Texts.withoutTrailingBlanks(text.getValue())
            : text.getValue(),
        Objects.requireNonNull(type.getCharset()).name(),
        Objects.requireNonNull(type.getCollation()));
  }

  @Override
  public RexLiteral makeCharLiteral(NlsString text) {
    RexLiteral literal = super.makeCharLiteral(text);
    return makeLiteral(text, SqlTypes.varying(typeFactory, literal.getType()), SqlTypeName.CHAR);
  }

  /** A string that compares with others as the engine orders them. */
  private static final class OrderedText extends NlsString {
    OrderedText(String text, String charset, SqlCollation collation) {
      super(text, charset, collation);
    }

    @Override
    public int compareTo(NlsString other) {
      return CodePointOrder.compare(getValue(), other.getValue());
    }
  }
}
