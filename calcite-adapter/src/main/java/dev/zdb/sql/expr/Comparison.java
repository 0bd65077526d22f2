package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.CodePointOrder;
import dev.zdb.sql.value.Decimal128;
import dev.zdb.sql.value.DecimalArithmetic;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of two values of any kinds that have an order in common.
 *
 * <p>Which of the six it is lies in three bits, one for each outcome of a three-way comparison, so
 * that there is one class for a form of value and no branch.
 */
public abstract class Comparison extends Expression {
  /** The accepted outcomes: bit 0 for less, bit 1 for equal, bit 2 for greater. */
  private final int accepted;

  final Operator operator;

  private Comparison(Operator operator) {
    super(SqlType.BOOLEAN);
    this.operator = operator;
    this.accepted = operator.accepted;
  }

  /** The six comparisons. */
  public enum Operator {
    EQUAL(0b010),
    NOT_EQUAL(0b101),
    LESS(0b001),
    AT_MOST(0b011),
    GREATER(0b100),
    AT_LEAST(0b110);

    private final int accepted;

    Operator(int accepted) {
      this.accepted = accepted;
    }

    /** The operator that says the same with its operands swapped. */
    public Operator swapped() {
      return switch (this) {
        case LESS -> GREATER;
        case AT_MOST -> AT_LEAST;
        case GREATER -> LESS;
        case AT_LEAST -> AT_MOST;
        default -> this;
      };
    }
  }

  /** Compares; unknown if either is NULL. */
  public static Expression of(Operator operator, Expression left, Expression right) {
    if (left.type().kind() == TypeKind.NULL || right.type().kind() == TypeKind.NULL) {
      return Constant.of(Truth.UNKNOWN);
    }
    Pair pair = Pair.aligned(left, right);
    if (pair.left instanceof Constant && !(pair.right instanceof Constant)) {
      return aligned(operator.swapped(), new Pair(/* left= */ pair.right, /* right= */ pair.left));
    }
    return aligned(operator, pair);
  }

  private static Expression aligned(Operator operator, Pair pair) {
    Form form = Form.of(pair.left.type().kind());
    if (pair.right instanceof Constant constant && constant.isNull()) {
      return Constant.of(Truth.UNKNOWN);
    }
    return switch (form) {
      case WORD -> words(operator, pair);
      case DECIMAL ->
          areWords(pair)
              ? words(operator, pair)
              : pair.left.type().scale() == pair.right.type().scale()
                  ? new TwoWords(operator, pair, form)
                  : new Decimals(operator, pair);
      case DOUBLE, MOMENT, UUID -> new TwoWords(operator, pair, form);
      case TEXT ->
          Conversions.ignoresBlanks(pair.left.type(), pair.right.type())
              ? new References(operator, withoutBlanks(pair), form)
              : new References(operator, pair, form);
      case BYTES -> new References(operator, pair, form);
    };
  }

  private static Expression words(Operator operator, Pair pair) {
    if (pair.left instanceof RegisterRead column) {
      if (pair.right instanceof Constant constant) {
        return new ColumnWithConstant(operator, column.index(), constant.word);
      }
      if (pair.right instanceof RegisterRead other) {
        return new Columns(operator, column.index(), other.index());
      }
    }
    return new Words(operator, pair);
  }

  /** Whether of two DECIMALs of one scale no more than the low word ever counts. */
  private static boolean areWords(Pair pair) {
    return pair.left.type().scale() == pair.right.type().scale()
        && isWord(pair.left)
        && isWord(pair.right);
  }

  private static boolean isWord(Expression decimal) {
    return decimal instanceof Constant constant
        ? constant.isWord()
        : Decimal128.areWords(decimal.type());
  }

  private static Pair withoutBlanks(Pair pair) {
    return new Pair(withoutBlanks(pair.left), withoutBlanks(pair.right));
  }

  private static Expression withoutBlanks(Expression text) {
    if (text.type().kind() == TypeKind.CHAR) {
      return text;
    }
    Expression stripped =
        Computed.object(
            text.type(),
            run -> {
              String value = (String) text.object(run);
              return value == null ? null : Texts.withoutTrailingBlanks(value);
            });
    return text instanceof Constant ? Conversions.folded(stripped) : stripped;
  }

  /** A truth value: equal, two NULLs being equal and a NULL being unlike anything else. */
  public static Expression isNotDistinct(Expression left, Expression right) {
    Expression equal = of(Operator.EQUAL, left, right);
    Expression leftIsNull = NullTest.isNull(left);
    Expression rightIsNull = NullTest.isNull(right);
    return Computed.word(
        SqlType.BOOLEAN,
        run -> {
          boolean leftNull = leftIsNull.word(run) != 0;
          boolean rightNull = rightIsNull.word(run) != 0;
          boolean same = (leftNull || rightNull) ? (leftNull && rightNull) : equal.isTrue(run);
          return Computed.truth(run, same);
        });
  }

  final long outcome(int compared) {
    return ((accepted >> (Integer.signum(compared) + 1)) & 1);
  }

  /** Two expressions of one form. */
  record Pair(Expression left, Expression right) {

    /** Converts what is of different kinds. */
    static Pair aligned(Expression left, Expression right) {
      TypeKind a = left.type().kind();
      TypeKind b = right.type().kind();
      if (a == TypeKind.DECIMAL && b == TypeKind.DECIMAL) {
        return sameScale(left, right);
      }
      if (a == b || (a.isCharacter() && b.isCharacter()) || (a.isBinary() && b.isBinary())) {
        return new Pair(left, right);
      }
      if (a.isNumeric() && b.isNumeric()) {
        return alignedNumbers(left, right);
      }
      if (a == TypeKind.UUID || b == TypeKind.UUID) {
        return new Pair(
            Conversions.cast(left, SqlType.UUID), Conversions.cast(right, SqlType.UUID));
      }
      if (isDayOrMoment(a) && isDayOrMoment(b)) {
        SqlType moment = SqlType.of(TypeKind.TIMESTAMP, 9);
        return new Pair(Conversions.cast(left, moment), Conversions.cast(right, moment));
      }
      throw SqlProblem.of(
          SqlErrorCode.TYPE_MISMATCH, "%s and %s cannot be compared", left.type(), right.type());
    }

    private static boolean isDayOrMoment(TypeKind kind) {
      return kind == TypeKind.DATE || kind == TypeKind.TIMESTAMP;
    }

    /** Brings a DECIMAL constant of a lesser scale to that of what it is compared with. */
    private static Pair sameScale(Expression left, Expression right) {
      SqlType a = left.type();
      SqlType b = right.type();
      if (left instanceof Constant constant && a.scale() < b.scale()) {
        return new Pair(rescaled(constant, b.scale()), right);
      }
      return right instanceof Constant constant && b.scale() < a.scale()
          ? new Pair(left, rescaled(constant, a.scale()))
          : new Pair(left, right);
    }

    private static Expression rescaled(Constant constant, int scale) {
      SqlType type = constant.type();
      int precision = type.precision() + scale - type.scale();
      return precision <= SqlType.MAX_DECIMAL_PRECISION
          ? Conversions.cast(constant, SqlType.decimal(precision, scale))
          : constant;
    }

    private static Pair alignedNumbers(Expression left, Expression right) {
      TypeKind a = left.type().kind();
      TypeKind b = right.type().kind();
      if (a.isApproximate() || b.isApproximate()) {
        return new Pair(Conversions.toDouble(left), Conversions.toDouble(right));
      }
      return a.isInteger() && b.isInteger()
          ? new Pair(left, right)
          : sameScale(Conversions.toDecimal(left), Conversions.toDecimal(right));
    }
  }

  /** The commonest of all: a column with a constant. */
  private static final class ColumnWithConstant extends Comparison {
    private final int column;
    private final long constant;

    ColumnWithConstant(Operator operator, int column, long constant) {
      super(operator);
      this.column = column;
      this.constant = constant;
    }

    @Override
    public boolean mayRead(int register) {
      return register == column;
    }

    @Override
    public @Nullable WordRange rangeOf(int register) {
      return register == column && operator != Operator.NOT_EQUAL
          ? (registers, least, most, i) -> WordRange.narrow(operator, constant, least, most, i)
          : null;
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      registers.isNull = registers.nulls[column];
      return outcome(Long.compare(registers.words[column], constant));
    }
  }

  /** A column with another, or with a parameter. */
  private static final class Columns extends Comparison {
    private final int left;
    private final int right;

    Columns(Operator operator, int left, int right) {
      super(operator);
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean mayRead(int register) {
      return register == left || register == right;
    }

    @Override
    public @Nullable WordRange rangeOf(int register) {
      if (operator == Operator.NOT_EQUAL || left == right) {
        return null;
      }
      return register == left
          ? against(operator, right)
          : register == right ? against(operator.swapped(), left) : null;
    }

    private static WordRange against(Operator told, int other) {
      return (registers, least, most, i) -> {
        if (registers.nulls[other]) {
          WordRange.empty(least, most, i);
        } else {
          WordRange.narrow(told, registers.words[other], least, most, i);
        }
      };
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      registers.isNull = registers.nulls[left] || registers.nulls[right];
      return outcome(Long.compare(registers.words[left], registers.words[right]));
    }
  }

  private static final class Words extends Comparison {
    private final Expression left;
    private final Expression right;

    Words(Operator operator, Pair pair) {
      super(operator);
      this.left = pair.left;
      this.right = pair.right;
    }

    @Override
    public boolean mayRead(int register) {
      return left.mayRead(register) || right.mayRead(register);
    }

    @Override
    public long word(Execution run) {
      long a = left.word(run);
      if (run.registers.isNull) {
        return 0;
      }
      return outcome(Long.compare(a, right.word(run)));
    }
  }

  private static final class TwoWords extends Comparison {
    private final Expression left;
    private final Expression right;
    private final Form form;

    TwoWords(Operator operator, Pair pair, Form form) {
      super(operator);
      this.left = pair.left;
      this.right = pair.right;
      this.form = form;
    }

    @Override
    public boolean mayRead(int register) {
      return left.mayRead(register) || right.mayRead(register);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long a = left.word(run);
      if (registers.isNull) {
        return 0;
      }
      long aHigh = registers.high;
      long b = right.word(run);
      return outcome(form.compare(a, aHigh, b, registers.high));
    }
  }

  /** DECIMALs of different scales. */
  private static final class Decimals extends Comparison {
    private final Expression left;
    private final Expression right;
    private final DecimalArithmetic arithmetic;

    Decimals(Operator operator, Pair pair) {
      super(operator);
      this.left = pair.left;
      this.right = pair.right;
      this.arithmetic =
          new DecimalArithmetic(left.type().scale(), right.type().scale(), left.type());
    }

    @Override
    public boolean mayRead(int register) {
      return left.mayRead(register) || right.mayRead(register);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long a = left.word(run);
      if (registers.isNull) {
        return 0;
      }
      long aHigh = registers.high;
      long b = right.word(run);
      return registers.isNull ? 0 : outcome(arithmetic.compare(a, aHigh, b, registers.high));
    }
  }

  private static final class References extends Comparison {
    private final Expression left;
    private final Expression right;
    private final Form form;
    private final boolean isEquality;

    References(Operator operator, Pair pair, Form form) {
      super(operator);
      this.left = pair.left;
      this.right = pair.right;
      this.form = form;
      this.isEquality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    }

    @Override
    public boolean mayRead(int register) {
      return left.mayRead(register) || right.mayRead(register);
    }

    @Override
    public long word(Execution run) {
      Object a = left.object(run);
      if (a == null) {
        return 0;
      }
      Object b = right.object(run);
      return b == null ? 0 : outcome(compare(a, b));
    }

    private int compare(Object a, Object b) {
      if (form != Form.TEXT) {
        return form.compare(a, b);
      }
      return isEquality ? a.equals(b) ? 0 : 1 : CodePointOrder.compare((String) a, (String) b);
    }
  }
}
