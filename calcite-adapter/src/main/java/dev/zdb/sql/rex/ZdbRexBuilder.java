package dev.zdb.sql.rex;

import dev.zdb.sql.value.CodePointOrder;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions whose literals Calcite cannot misjudge: wherever it compares two strings, joins
 * ranges of them or sorts rows of them, it finds our order, by code point; and a moment is never
 * cut where ours would be rounded. (Literals of UUID, which Calcite compares as signed numbers and
 * whose class is final, are CASTs of strings from the beginning.)
 */
public class ZdbRexBuilder extends RexBuilder {
  public ZdbRexBuilder(RelDataTypeFactory types) {
    super(types);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Calcite has it
  protected RexLiteral makeLiteral(
      @Nullable Comparable value, RelDataType type, SqlTypeName typeName) {
    return super.makeLiteral(
        value instanceof NlsString text ? inOrder(text, type) : value, type, typeName);
  }

  private static NlsString inOrder(NlsString text, RelDataType type) {
    return new OrderedText(
        text.getValue(),
        Objects.requireNonNull(type.getCharset()).name(),
        Objects.requireNonNull(type.getCollation()));
  }

  /** Leaves moments with fewer digits to be made by our own CAST. */
  @Override
  public RexNode makeCast(
      SqlParserPos place,
      RelDataType type,
      RexNode value,
      boolean matchNullability,
      boolean safe,
      RexLiteral format) {
    SqlTypeName name = type.getSqlTypeName();
    boolean isMoment = name == SqlTypeName.TIME || name == SqlTypeName.TIMESTAMP;
    return isMoment
            && value.getType().getSqlTypeName() == name
            && value.getType().getPrecision() > type.getPrecision()
        ? makeAbstractCast(place, type, value, safe, format)
        : super.makeCast(place, type, value, matchNullability, safe, format);
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
