package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.value.Texts;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Which types are converted unasked. Where a string meets another type, only a literal is: a column
 * stays as it is, so that its index serves and no row's text fails to convert. Two columns of such
 * types do not compare.
 */
final class ZdbTypeCoercion extends TypeCoercionImpl {
  ZdbTypeCoercion(RelDataTypeFactory types, SqlValidator validator) {
    super(types, validator);
  }

  @Override
  public boolean binaryComparisonCoercion(SqlCallBinding binding) {
    stripBlanks(binding.getCall(), binding);
    boolean mixes = mixesFamilies(binding);
    boolean converted = convertLiterals(binding.getCall(), binding);
    if (mixes && !converted) {
      throw binding.newValidationSignatureError();
    }
    return mixes || super.binaryComparisonCoercion(binding);
  }

  @Override
  public boolean inOperationCoercion(SqlCallBinding binding) {
    RelDataType value = binding.getOperandType(0);
    if (!(binding.operand(1) instanceof SqlNodeList list)) {
      return convertForQuery(binding) || super.inOperationCoercion(binding);
    }
    if (value.isStruct()) {
      return super.inOperationCoercion(binding);
    }
    boolean converted = false;
    boolean mixes = false;
    stripBlanks(value, list);
    for (int i = 0; i < list.size(); i++) {
      RelDataType item = validator.deriveType(binding.getScope(), list.get(i));
      if (isMixed(value, item)) {
        if (!isConvertible(list.get(i), value)) {
          return false;
        }
        mixes = true;
        TextValues.requireComparable(list.get(i), SqlTypes.of(value));
        converted |= coerceColumnType(binding.getScope(), list, i, lenient(value));
      }
    }
    if (mixes) {
      updateInferredType(list, value);
      return converted;
    }
    return super.inOperationCoercion(binding);
  }

  private static SqlProblem incomparable(RelDataType a, RelDataType b, SqlNode where) {
    return ZdbValidator.at(
        SqlProblem.of(
            SqlErrorCode.TYPE_MISMATCH,
            "%s and %s cannot be compared",
            SqlTypes.of(a),
            SqlTypes.of(b)),
        where);
  }

  @Override
  protected boolean binaryArithmeticWithStrings(
      SqlCallBinding binding, RelDataType left, RelDataType right) {
    for (SqlNode operand : binding.operands()) {
      RelDataType type = validator.deriveType(binding.getScope(), operand);
      if (SqlTypeUtil.isCharacter(type) && !isLiteral(operand)) {
        return false;
      }
    }
    boolean converted = super.binaryArithmeticWithStrings(binding, left, right);
    for (int i = 0; i < binding.getOperandCount(); i++) {
      SqlNode operand = binding.operand(i);
      if (operand.getKind() == SqlKind.CAST && TextValues.isText(((SqlCall) operand).operand(0))) {
        TextValues.requireComparable(
            ((SqlCall) operand).operand(0),
            SqlTypes.of(validator.deriveType(binding.getScope(), operand)));
      }
    }
    return converted;
  }

  /** What is compared with a CHAR is compared without the blanks at its end. */
  private void stripBlanks(SqlCall call, SqlCallBinding binding) {
    for (int i = 0; i < binding.getOperandCount(); i++) {
      for (int j = 0; j < binding.getOperandCount(); j++) {
        if (isPadded(call.operand(j), binding.getOperandType(j))
            && call.operand(i) instanceof SqlCharStringLiteral literal) {
          call.setOperand(i, stripped(literal));
        }
      }
    }
  }

  private static void stripBlanks(RelDataType value, SqlNodeList list) {
    for (int i = 0; i < list.size(); i++) {
      if (value.getSqlTypeName() == SqlTypeName.CHAR
          && list.get(i) instanceof SqlCharStringLiteral literal) {
        list.set(i, stripped(literal));
      }
    }
  }

  private static boolean isPadded(SqlNode node, RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.CHAR && !isLiteral(node);
  }

  private static SqlLiteral stripped(SqlCharStringLiteral literal) {
    String text = literal.getValueAs(String.class);
    String bare = Texts.withoutTrailingBlanks(text);
    return bare.length() == text.length()
        ? literal
        : SqlLiteral.createCharString(bare, literal.getParserPosition());
  }

  private boolean convertLiterals(SqlCall call, SqlCallBinding binding) {
    boolean converted = false;
    for (int i = 0; i < binding.getOperandCount(); i++) {
      RelDataType type = binding.getOperandType(i);
      for (int j = 0; j < binding.getOperandCount(); j++) {
        RelDataType other = binding.getOperandType(j);
        boolean isForOther =
            TextValues.isText(call.operand(j)) && !TextValues.isText(call.operand(i));
        if (isMixed(type, other) && isConvertible(call.operand(i), other) && !isForOther) {
          TextValues.requireComparable(call.operand(i), SqlTypes.of(other));
          converted |= coerceOperandType(binding.getScope(), call, i, lenient(other));
          break;
        }
      }
    }
    return converted;
  }

  private boolean mixesFamilies(SqlCallBinding binding) {
    for (int i = 1; i < binding.getOperandCount(); i++) {
      if (isMixed(binding.getOperandType(0), binding.getOperandType(i))) {
        return true;
      }
    }
    return false;
  }

  /** A literal string takes the other's type; a literal number becomes a string. */
  private static boolean isConvertible(SqlNode node, RelDataType to) {
    return isLiteral(node) && (TextValues.isText(node) || SqlTypeUtil.isCharacter(to));
  }

  private static boolean isLiteral(SqlNode node) {
    return node.getKind() == SqlKind.LITERAL;
  }

  private static boolean isMixed(RelDataType a, RelDataType b) {
    return isFirm(a)
        && isFirm(b)
        && (SqlTypeUtil.isCharacter(a) != SqlTypeUtil.isCharacter(b)
            || (a.getSqlTypeName() == SqlTypeName.BOOLEAN)
                != (b.getSqlTypeName() == SqlTypeName.BOOLEAN));
  }

  /**
   * Gives literal strings, alone or in a row, the types of the query's columns that they meet, and
   * refuses what is no literal there. Answers if it changed anything.
   */
  private boolean convertForQuery(SqlCallBinding binding) {
    boolean isRow = binding.getOperandType(0).isStruct();
    SqlCall holder =
        isRow ? binding.operand(0) instanceof SqlCall row ? row : null : binding.getCall();
    List<RelDataTypeField> columns = binding.getOperandType(1).getFieldList();
    int count = isRow && holder != null ? holder.operandCount() : 1;
    if (holder == null || count != columns.size()) {
      return false;
    }
    boolean converted = false;
    for (int i = 0; i < count; i++) {
      RelDataType type = validator.deriveType(binding.getScope(), holder.operand(i));
      RelDataType column = columns.get(i).getType();
      if (isMixed(type, column)) {
        if (!TextValues.isText(holder.operand(i))) {
          throw incomparable(type, column, holder.operand(i));
        }
        TextValues.requireComparable(holder.operand(i), SqlTypes.of(column));
        converted |= coerceOperandType(binding.getScope(), holder, i, column);
      }
    }
    return converted;
  }

  /** Whether it is a type of values, not that of NULL or of a parameter still to be found out. */
  private static boolean isFirm(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return !type.isStruct()
        && name != SqlTypeName.NULL
        && name != SqlTypeName.UNKNOWN
        && name != SqlTypeName.ANY;
  }

  /** Strings of any length: converting a literal must not cut it. */
  private RelDataType lenient(RelDataType type) {
    return SqlTypeUtil.isCharacter(type)
        ? factory.createTypeWithNullability(
            factory.createSqlType(SqlTypeName.VARCHAR), type.isNullable())
        : type;
  }
}
