package dev.zdb.sql.rex;

import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.type.ZdbTypeFactory;
import dev.zdb.sql.value.Texts;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions, and looks whether to go on at each call of them: everything that grows grows
 * by calls. A literal string is a VARCHAR, as {@code ZdbValidator} has it.
 */
public final class ZdbRexBuilder extends RexBuilder {
  private final Runnable stopCheck;

  /**
   * Makes expressions of one statement.
   *
   * @param stopCheck asked with each call; what it throws ends the planning
   */
  public ZdbRexBuilder(ZdbTypeFactory types, Runnable stopCheck) {
    super(types);
    this.stopCheck = stopCheck;
  }

  @Override
  public RexNode makeCall(
      SqlParserPos place, SqlOperator operator, List<? extends RexNode> operands) {
    stopCheck.run();
    return super.makeCall(place, operator, operands);
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
        value instanceof NlsString text && type.getSqlTypeName() == SqlTypeName.CHAR
            ? text.copy(Texts.withoutTrailingBlanks(text.getValue()))
            : value,
        type,
        literalType);
  }

  @Override
  public RexLiteral makeCharLiteral(NlsString text) {
    RexLiteral literal = super.makeCharLiteral(text);
    return makeLiteral(text, SqlTypes.varying(typeFactory, literal.getType()), SqlTypeName.CHAR);
  }
}
