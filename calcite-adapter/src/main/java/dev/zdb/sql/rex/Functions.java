package dev.zdb.sql.rex;

import static java.util.Map.entry;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Choice;
import dev.zdb.sql.expr.Comparison;
import dev.zdb.sql.expr.Constant;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Like;
import dev.zdb.sql.expr.NumberFunctions;
import dev.zdb.sql.expr.SubstringFunctions;
import dev.zdb.sql.expr.SubstringFunctions.End;
import dev.zdb.sql.expr.TemporalArithmetic;
import dev.zdb.sql.expr.TemporalFunctions;
import dev.zdb.sql.expr.TextFunctions;
import dev.zdb.sql.value.DateField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/** Compiles calls of functions, by name. */
final class Functions {
  private static final Map<String, Plain> PLAIN =
      Map.ofEntries(
          entry("||", TextFunctions::concat),
          entry("UPPER", TextFunctions::upper),
          entry("LOWER", TextFunctions::lower),
          entry("UCASE", TextFunctions::upper),
          entry("LCASE", TextFunctions::lower),
          entry("INITCAP", TextFunctions::initCap),
          entry("REVERSE", TextFunctions::reverse),
          entry("CHAR_LENGTH", TextFunctions::length),
          entry("CHARACTER_LENGTH", TextFunctions::length),
          entry("LENGTH", TextFunctions::length),
          entry("OCTET_LENGTH", TextFunctions::octetLength),
          entry("ASCII", TextFunctions::ascii),
          entry("CHR", TextFunctions::chr),
          entry("CONCAT", TextFunctions::concatSkippingNulls),
          entry("CONCAT_WS", TextFunctions::concatWithSeparator),
          entry("REPLACE", TextFunctions::replace),
          entry("TRANSLATE3", TextFunctions::translate),
          entry("STARTS_WITH", TextFunctions::startsWith),
          entry("STARTSWITH", TextFunctions::startsWith),
          entry("ENDS_WITH", TextFunctions::endsWith),
          entry("ENDSWITH", TextFunctions::endsWith),
          entry("SUBSTRING", SubstringFunctions::substring),
          entry("LEFT", SubstringFunctions::left),
          entry("RIGHT", SubstringFunctions::right),
          entry("REPEAT", SubstringFunctions::repeat),
          entry("SPACE", SubstringFunctions::space),
          entry("LPAD", SubstringFunctions::padLeft),
          entry("RPAD", SubstringFunctions::padRight),
          entry("POSITION", SubstringFunctions::position),
          entry("LOCATE", SubstringFunctions::position),
          entry("STRPOS", SubstringFunctions::positionOfSecond),
          entry("INSTR", SubstringFunctions::positionOfSecond),
          entry("SUBSTR", SubstringFunctions::substring),
          entry("OVERLAY", SubstringFunctions::overlay),
          entry("ABS", NumberFunctions::abs),
          entry("SIGN", NumberFunctions::sign),
          entry("ROUND", NumberFunctions::round),
          entry("TRUNCATE", NumberFunctions::truncate),
          entry("TRUNC", NumberFunctions::truncate),
          entry("RAND_INTEGER", NumberFunctions::randomInteger),
          entry("LAST_DAY", TemporalFunctions::lastDay),
          entry("CURRENT_DATE", (operands, type) -> TemporalFunctions.now(type)),
          entry("CURRENT_TIME", (operands, type) -> TemporalFunctions.now(type)),
          entry("CURRENT_TIMESTAMP", (operands, type) -> TemporalFunctions.now(type)),
          entry("LOCALTIME", (operands, type) -> TemporalFunctions.now(type)),
          entry("LOCALTIMESTAMP", (operands, type) -> TemporalFunctions.now(type)),
          entry("NOW", (operands, type) -> TemporalFunctions.now(type)),
          entry("RANDOM_UUID", (operands, type) -> TemporalFunctions.randomUuid()),
          entry("GEN_RANDOM_UUID", (operands, type) -> TemporalFunctions.randomUuid()),
          entry("GREATEST", Functions::greatest),
          entry("LEAST", Functions::least),
          entry("IFNULL", Choice::coalesce),
          entry("POWER", (operands, type) -> real(NumberFunctions::power, operands, type)),
          entry("POW", (operands, type) -> real(NumberFunctions::power, operands, type)),
          entry("ATAN2", (operands, type) -> real(Math::atan2, operands, type)),
          entry("PI", (operands, type) -> Constant.of(type, Math.PI)));

  /** Functions of one double. */
  private static final Map<String, DoubleUnaryOperator> REAL =
      Map.ofEntries(
          entry("SQRT", NumberFunctions::sqrt),
          entry("EXP", Math::exp),
          entry("LN", NumberFunctions::ln),
          entry("LOG10", NumberFunctions::log10),
          entry("LOG2", x -> NumberFunctions.log(2, x)),
          entry("CBRT", Math::cbrt),
          entry("SIN", Math::sin),
          entry("COS", Math::cos),
          entry("TAN", Math::tan),
          entry("COT", x -> 1 / Math.tan(x)),
          entry("ASIN", Math::asin),
          entry("ACOS", Math::acos),
          entry("ATAN", Math::atan),
          entry("SINH", Math::sinh),
          entry("COSH", Math::cosh),
          entry("TANH", Math::tanh),
          entry("DEGREES", Math::toDegrees),
          entry("RADIANS", Math::toRadians));

  private Functions() {}

  /** A function of its operands' values alone. */
  @FunctionalInterface
  interface Plain {
    Expression build(List<Expression> operands, SqlType type);
  }

  static Expression compile(Call call) {
    String name = name(call);
    Plain plain = PLAIN.get(name);
    if (plain != null) {
      return plain.build(call.operands(), call.type());
    }
    DoubleUnaryOperator real = REAL.get(name);
    if (real != null && call.count() == 1) {
      return NumberFunctions.real(real, call.operands(), call.type());
    }
    return switch (name) {
      case ZdbConvertlets.LIKE_ESCAPE ->
          Like.of(call.operand(0), call.operand(1), call.operand(2), Like.Case.SENSITIVE);
      case ZdbConvertlets.DIFFERENCE -> difference(call);
      case SoleValue.NAME -> SoleValue.compile(call);
      case "LOG" -> logarithm(call);
      case "RAND", "RANDOM" -> random(call);
      case "TRIM" ->
          SubstringFunctions.trim(trimmed(call), call.operand(1), call.operand(2), call.type());
      case "EXTRACT" -> TemporalFunctions.extract(field(call, 0), call.operand(1), call.type());
      case "FLOOR", "CEIL" -> roundedMoment(call, name);
      default ->
          throw SqlProblem.of(
              SqlErrorCode.FEATURE_NOT_SUPPORTED, "the function %s is not supported", name);
    };
  }

  private static String name(Call call) {
    return call.rex().getOperator().getName().toUpperCase(Locale.ROOT);
  }

  private static Expression real(
      DoubleBinaryOperator function, List<Expression> operands, SqlType type) {
    return NumberFunctions.real(function, operands, type);
  }

  private static Expression greatest(List<Expression> operands, SqlType type) {
    return Choice.extreme(Comparison.Operator.GREATER, operands, type);
  }

  private static Expression least(List<Expression> operands, SqlType type) {
    return Choice.extreme(Comparison.Operator.LESS, operands, type);
  }

  private static Expression logarithm(Call call) {
    return call.count() == 1
        ? NumberFunctions.real(NumberFunctions::log10, call.operands(), call.type())
        : NumberFunctions.real(NumberFunctions::log, call.operands(), call.type());
  }

  private static Expression difference(Call call) {
    return TemporalArithmetic.unitsBetween(
        field(call, 0), call.operand(1), call.operand(2), call.type());
  }

  private static Expression random(Call call) {
    if (call.count() > 0) {
      throw SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "RAND with a seed");
    }
    return NumberFunctions.random(call.type());
  }

  private static End trimmed(Call call) {
    return switch (call.flag(0, SqlTrimFunction.Flag.class)) {
      case LEADING -> End.LEFT;
      case TRAILING -> End.RIGHT;
      case BOTH -> End.BOTH;
    };
  }

  private static Expression roundedMoment(Call call, String name) {
    boolean isFloor = name.equals("FLOOR");
    if (call.count() == 1) {
      return isFloor
          ? NumberFunctions.floor(call.operands(), call.type())
          : NumberFunctions.ceil(call.operands(), call.type());
    }
    return isFloor
        ? TemporalFunctions.floor(field(call, 1), call.operand(0), call.type())
        : TemporalFunctions.ceil(field(call, 1), call.operand(0), call.type());
  }

  private static DateField field(Call call, int operand) {
    String name = call.flag(operand, TimeUnitRange.class).name();
    for (DateField field : DateField.values()) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    throw call.unsupported();
  }
}
