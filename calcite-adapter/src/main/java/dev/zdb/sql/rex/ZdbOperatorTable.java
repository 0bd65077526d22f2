package dev.zdb.sql.rex;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlDatePartFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.util.ReflectiveSqlOperatorTable;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Optionality;

/**
 * The operators and functions that SQL text may use: all of them can be executed, but the window
 * functions, which are listed so that they are refused by name.
 */
public final class ZdbOperatorTable {
  private static final int DEFAULT_FRACTION_DIGITS = 6;
  private static final int MOST_FRACTION_DIGITS = 9;

  private static final List<SqlOperator> SYNTAX =
      List.of(
          SqlStdOperatorTable.UNION,
          SqlStdOperatorTable.UNION_ALL,
          SqlStdOperatorTable.EXCEPT,
          SqlStdOperatorTable.EXCEPT_ALL,
          SqlStdOperatorTable.INTERSECT,
          SqlStdOperatorTable.INTERSECT_ALL,
          SqlStdOperatorTable.AS,
          SqlStdOperatorTable.DEFAULT,
          SqlStdOperatorTable.FILTER,
          SqlStdOperatorTable.CUBE,
          SqlStdOperatorTable.ROLLUP,
          SqlStdOperatorTable.GROUPING_SETS,
          SqlStdOperatorTable.GROUPING,
          SqlStdOperatorTable.GROUPING_ID,
          SqlStdOperatorTable.ROW,
          SqlStdOperatorTable.VALUES,
          SqlStdOperatorTable.EXPLICIT_TABLE,
          SqlStdOperatorTable.LATERAL,
          SqlStdOperatorTable.EXISTS,
          SqlStdOperatorTable.UNIQUE,
          SqlStdOperatorTable.SCALAR_QUERY,
          SqlStdOperatorTable.DESC,
          SqlStdOperatorTable.NULLS_FIRST,
          SqlStdOperatorTable.NULLS_LAST,
          SqlStdOperatorTable.OVER,
          SqlStdOperatorTable.INTERVAL,
          SqlStdOperatorTable.ESCAPE,
          SqlStdOperatorTable.LITERAL_CHAIN);

  private static final List<SqlOperator> PREDICATES =
      List.of(
          SqlStdOperatorTable.AND,
          SqlStdOperatorTable.OR,
          SqlStdOperatorTable.NOT,
          SqlStdOperatorTable.EQUALS,
          SqlStdOperatorTable.NOT_EQUALS,
          SqlStdOperatorTable.LESS_THAN,
          SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
          SqlStdOperatorTable.GREATER_THAN,
          SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
          SqlStdOperatorTable.IS_DISTINCT_FROM,
          SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
          SqlStdOperatorTable.IN,
          SqlStdOperatorTable.NOT_IN,
          SqlStdOperatorTable.SOME_EQ,
          SqlStdOperatorTable.SOME_NE,
          SqlStdOperatorTable.SOME_LT,
          SqlStdOperatorTable.SOME_LE,
          SqlStdOperatorTable.SOME_GT,
          SqlStdOperatorTable.SOME_GE,
          SqlStdOperatorTable.ALL_EQ,
          SqlStdOperatorTable.ALL_NE,
          SqlStdOperatorTable.ALL_LT,
          SqlStdOperatorTable.ALL_LE,
          SqlStdOperatorTable.ALL_GT,
          SqlStdOperatorTable.ALL_GE,
          SqlStdOperatorTable.IS_NULL,
          SqlStdOperatorTable.IS_NOT_NULL,
          SqlStdOperatorTable.IS_TRUE,
          SqlStdOperatorTable.IS_NOT_TRUE,
          SqlStdOperatorTable.IS_FALSE,
          SqlStdOperatorTable.IS_NOT_FALSE,
          SqlStdOperatorTable.IS_UNKNOWN,
          SqlStdOperatorTable.IS_NOT_UNKNOWN,
          SqlStdOperatorTable.BETWEEN,
          SqlStdOperatorTable.NOT_BETWEEN,
          SqlStdOperatorTable.SYMMETRIC_BETWEEN,
          SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN,
          SqlStdOperatorTable.LIKE,
          SqlStdOperatorTable.NOT_LIKE,
          SqlLibraryOperators.ILIKE,
          SqlLibraryOperators.NOT_ILIKE);

  private static final List<SqlOperator> NUMBERS =
      List.of(
          DayArithmetic.PLUS,
          DayArithmetic.MINUS,
          SqlStdOperatorTable.MULTIPLY,
          SqlStdOperatorTable.DIVIDE,
          SqlStdOperatorTable.MOD,
          SqlStdOperatorTable.PERCENT_REMAINDER,
          SqlStdOperatorTable.UNARY_MINUS,
          SqlStdOperatorTable.UNARY_PLUS,
          SqlStdOperatorTable.ABS,
          SqlStdOperatorTable.SIGN,
          SqlStdOperatorTable.CEIL,
          SqlStdOperatorTable.FLOOR,
          SqlStdOperatorTable.ROUND,
          SqlStdOperatorTable.TRUNCATE,
          sameAs(SqlStdOperatorTable.TRUNCATE, "TRUNC"),
          SqlStdOperatorTable.POWER,
          SqlLibraryOperators.POW,
          SqlStdOperatorTable.SQRT,
          SqlStdOperatorTable.CBRT,
          SqlStdOperatorTable.EXP,
          SqlStdOperatorTable.LN,
          SqlStdOperatorTable.LOG10,
          SqlLibraryOperators.LOG_POSTGRES,
          SqlStdOperatorTable.SIN,
          SqlStdOperatorTable.COS,
          SqlStdOperatorTable.TAN,
          SqlStdOperatorTable.COT,
          SqlStdOperatorTable.ASIN,
          SqlStdOperatorTable.ACOS,
          SqlStdOperatorTable.ATAN,
          SqlStdOperatorTable.ATAN2,
          SqlLibraryOperators.SINH,
          SqlLibraryOperators.COSH,
          SqlLibraryOperators.TANH,
          SqlStdOperatorTable.DEGREES,
          SqlStdOperatorTable.RADIANS,
          SqlStdOperatorTable.PI,
          SqlStdOperatorTable.RAND,
          sameAs(SqlStdOperatorTable.RAND, "RANDOM"),
          SqlStdOperatorTable.RAND_INTEGER);

  /** Of CHARs too a VARCHAR: their blanks are no part of it. */
  private static final SqlOperator CONCATENATION =
      new SqlBinaryOperator(
          SqlStdOperatorTable.CONCAT.getName(),
          SqlStdOperatorTable.CONCAT.getKind(),
          SqlStdOperatorTable.CONCAT.getLeftPrec(),
          /* leftAssoc= */ true,
          Objects.requireNonNull(SqlStdOperatorTable.CONCAT.getReturnTypeInference())
              .andThen(SqlTypeTransforms.TO_VARYING),
          null,
          SqlStdOperatorTable.CONCAT.getOperandTypeChecker());

  private static final List<SqlOperator> STRINGS =
      List.of(
          CONCATENATION,
          SqlLibraryOperators.CONCAT_FUNCTION_WITH_NULL,
          SqlLibraryOperators.CONCAT_WS,
          caseChanging("UPPER"),
          caseChanging("LOWER"),
          caseChanging("UCASE"),
          caseChanging("LCASE"),
          caseChanging("INITCAP"),
          SqlStdOperatorTable.CHAR_LENGTH,
          SqlStdOperatorTable.CHARACTER_LENGTH,
          SqlLibraryOperators.LENGTH,
          SqlStdOperatorTable.OCTET_LENGTH,
          SqlStdOperatorTable.ASCII,
          SqlBasicFunction.create(
              "CHR",
              ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE),
              OperandTypes.INTEGER,
              SqlFunctionCategory.STRING),
          SqlStdOperatorTable.SUBSTRING,
          SqlBasicFunction.create(
              "SUBSTR",
              ReturnTypes.ARG0_NULLABLE_VARYING,
              OperandTypes.STRING_INTEGER.or(OperandTypes.STRING_INTEGER_INTEGER),
              SqlFunctionCategory.STRING),
          SqlStdOperatorTable.TRIM,
          SqlLibraryOperators.LTRIM,
          SqlLibraryOperators.RTRIM,
          SqlStdOperatorTable.POSITION,
          SqlLibraryOperators.STRPOS,
          searching("LOCATE"),
          sameAs(SqlLibraryOperators.STRPOS, "INSTR"),
          SqlStdOperatorTable.OVERLAY,
          SqlStdOperatorTable.REPLACE,
          SqlLibraryOperators.TRANSLATE3,
          SqlLibraryOperators.LEFT,
          SqlLibraryOperators.RIGHT,
          SqlLibraryOperators.LPAD,
          SqlLibraryOperators.RPAD,
          SqlLibraryOperators.REPEAT,
          SqlLibraryOperators.SPACE,
          SqlLibraryOperators.REVERSE,
          SqlLibraryOperators.STARTS_WITH,
          SqlLibraryOperators.ENDS_WITH);

  private static final List<SqlOperator> OTHERS =
      List.of(
          SqlStdOperatorTable.CASE,
          SqlStdOperatorTable.COALESCE,
          SqlStdOperatorTable.NULLIF,
          SqlLibraryOperators.NVL,
          SqlLibraryOperators.IFNULL,
          SqlLibraryOperators.GREATEST,
          SqlLibraryOperators.LEAST,
          SqlStdOperatorTable.CAST,
          SqlLibraryOperators.TRY_CAST,
          SqlStdOperatorTable.EXTRACT,
          SqlStdOperatorTable.YEAR,
          SqlStdOperatorTable.QUARTER,
          SqlStdOperatorTable.MONTH,
          SqlStdOperatorTable.WEEK,
          SqlStdOperatorTable.DAYOFYEAR,
          SqlStdOperatorTable.DAYOFMONTH,
          new SqlDatePartFunction("DAY", TimeUnit.DAY),
          SqlStdOperatorTable.DAYOFWEEK,
          SqlStdOperatorTable.HOUR,
          SqlStdOperatorTable.MINUTE,
          SqlStdOperatorTable.SECOND,
          SqlStdOperatorTable.LAST_DAY,
          SqlStdOperatorTable.TIMESTAMP_ADD,
          new DifferenceFunction(),
          SqlStdOperatorTable.CURRENT_CATALOG,
          SqlStdOperatorTable.CURRENT_SCHEMA,
          SqlStdOperatorTable.CURRENT_USER,
          SqlStdOperatorTable.SESSION_USER,
          SqlStdOperatorTable.SYSTEM_USER,
          SqlStdOperatorTable.USER,
          SqlStdOperatorTable.DATETIME_PLUS,
          SqlStdOperatorTable.MINUS_DATE,
          SqlStdOperatorTable.CURRENT_DATE,
          new MomentFunction("CURRENT_TIME", SqlTypeName.TIME),
          new MomentFunction("CURRENT_TIMESTAMP", SqlTypeName.TIMESTAMP),
          new MomentFunction("LOCALTIME", SqlTypeName.TIME),
          new MomentFunction("LOCALTIMESTAMP", SqlTypeName.TIMESTAMP),
          new MomentFunction("NOW", SqlTypeName.TIMESTAMP),
          new UuidFunction("RANDOM_UUID"),
          new UuidFunction("GEN_RANDOM_UUID"));

  private static final List<SqlOperator> AGGREGATES =
      List.of(
          SqlStdOperatorTable.COUNT,
          SqlStdOperatorTable.APPROX_COUNT_DISTINCT,
          SqlStdOperatorTable.SUM,
          SqlStdOperatorTable.SUM0,
          SqlStdOperatorTable.AVG,
          SqlStdOperatorTable.MIN,
          SqlStdOperatorTable.MAX,
          SqlStdOperatorTable.ANY_VALUE,
          SqlStdOperatorTable.SINGLE_VALUE,
          SqlStdOperatorTable.EVERY,
          SqlStdOperatorTable.SOME,
          listing("LISTAGG"),
          listing("STRING_AGG"),
          SqlStdOperatorTable.WITHIN_GROUP,
          SqlLibraryOperators.BOOL_AND,
          SqlLibraryOperators.BOOL_OR,
          SqlStdOperatorTable.STDDEV_POP,
          SqlStdOperatorTable.STDDEV_SAMP,
          SqlStdOperatorTable.STDDEV,
          SqlStdOperatorTable.VAR_POP,
          SqlStdOperatorTable.VAR_SAMP,
          SqlStdOperatorTable.VARIANCE);

  private static final List<SqlOperator> REFUSED =
      List.of(
          SqlStdOperatorTable.ROW_NUMBER,
          SqlStdOperatorTable.RANK,
          SqlStdOperatorTable.DENSE_RANK,
          SqlStdOperatorTable.PERCENT_RANK,
          SqlStdOperatorTable.CUME_DIST,
          SqlStdOperatorTable.NTILE,
          SqlStdOperatorTable.LAG,
          SqlStdOperatorTable.LEAD,
          SqlStdOperatorTable.FIRST_VALUE,
          SqlStdOperatorTable.LAST_VALUE,
          SqlStdOperatorTable.NTH_VALUE);

  private static final SqlOperatorTable INSTANCE =
      new Functions(
          Stream.of(SYNTAX, PREDICATES, NUMBERS, STRINGS, OTHERS, AGGREGATES, REFUSED)
              .flatMap(List::stream)
              .toList());

  private ZdbOperatorTable() {}

  /** The table for Calcite's validator. */
  public static SqlOperatorTable instance() {
    return INSTANCE;
  }

  /** Whether a function, looked up or not yet, is one of groups of rows. */
  public static boolean isAggregate(SqlOperator function) {
    return INSTANCE.getOperatorList().stream()
        .anyMatch(
            ours -> ours.isAggregator() && ours.getName().equalsIgnoreCase(function.getName()));
  }

  /** Finds functions of special syntax, such as COUNT(*) and CAST, where functions are sought. */
  private static final class Functions extends ReflectiveSqlOperatorTable {
    Functions(List<SqlOperator> operators) {
      setOperators(buildIndex(operators));
    }
  }

  /** The moment of the statement; with six digits of a second unless told otherwise. */
  private static final class MomentFunction extends SqlFunction {
    MomentFunction(String name, SqlTypeName type) {
      super(
          name,
          SqlKind.OTHER_FUNCTION,
          inference(type),
          null,
          checker(),
          SqlFunctionCategory.TIMEDATE);
    }

    private static SqlReturnTypeInference inference(SqlTypeName type) {
      return binding -> binding.getTypeFactory().createSqlType(type, digits(binding));
    }

    private static int digits(SqlOperatorBinding binding) {
      if (binding.getOperandCount() == 0) {
        return DEFAULT_FRACTION_DIGITS;
      }
      Integer digits = binding.getOperandLiteralValue(0, Integer.class);
      return digits == null
          ? DEFAULT_FRACTION_DIGITS
          : Math.max(0, Math.min(MOST_FRACTION_DIGITS, digits));
    }

    private static SqlOperandTypeChecker checker() {
      return OperandTypes.NILADIC.or(OperandTypes.POSITIVE_INTEGER_LITERAL);
    }

    @Override
    public SqlSyntax getSyntax() {
      return SqlSyntax.FUNCTION_ID;
    }

    @Override
    public boolean isDynamicFunction() {
      return true;
    }
  }

  /** TIMESTAMPDIFF; as many units as there are, where Calcite's counts no more than an INTEGER. */
  private static final class DifferenceFunction extends SqlFunction {
    DifferenceFunction() {
      super(
          SqlStdOperatorTable.TIMESTAMP_DIFF.getName(),
          SqlKind.TIMESTAMP_DIFF,
          ReturnTypes.BIGINT_NULLABLE,
          null,
          SqlStdOperatorTable.TIMESTAMP_DIFF.getOperandTypeChecker(),
          SqlFunctionCategory.TIMEDATE);
    }

    @Override
    public void validateCall(
        SqlCall call,
        SqlValidator validator,
        SqlValidatorScope scope,
        SqlValidatorScope operandScope) {
      super.validateCall(call, validator, scope, operandScope);
      validator.validateTimeFrame(call.operand(0));
    }
  }

  /** A new random UUID each time. */
  private static final class UuidFunction extends SqlFunction {
    UuidFunction(String name) {
      super(
          name,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.explicit(SqlTypeName.UUID),
          null,
          OperandTypes.NILADIC,
          SqlFunctionCategory.SYSTEM);
    }

    @Override
    public boolean isDeterministic() {
      return false;
    }

    @Override
    public boolean isDynamicFunction() {
      return true;
    }
  }

  /** Texts made into one; of any length, unlike what Calcite thinks. */
  private static SqlAggFunction listing(String name) {
    return SqlBasicAggFunction.create(
            name,
            SqlKind.LISTAGG,
            ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE),
            OperandTypes.STRING.or(OperandTypes.STRING_STRING))
        .withGroupOrder(Optionality.OPTIONAL);
  }

  /** Another name of a function. */
  private static SqlFunction sameAs(SqlFunction known, String name) {
    return SqlBasicFunction.create(
            name,
            Objects.requireNonNull(known.getReturnTypeInference()),
            Objects.requireNonNull(known.getOperandTypeChecker()),
            known.getFunctionType())
        .withDeterministic(known.isDeterministic())
        .withDynamic(known.isDynamicFunction());
  }

  /** A function of a string to look for, one to look in, and perhaps a place to start at. */
  private static SqlFunction searching(String name) {
    return SqlBasicFunction.create(
        name,
        ReturnTypes.INTEGER_NULLABLE,
        OperandTypes.STRING_SAME_SAME.or(
            OperandTypes.sequence(
                name + "(STRING, STRING, INTEGER)",
                OperandTypes.CHARACTER,
                OperandTypes.CHARACTER,
                OperandTypes.INTEGER)),
        SqlFunctionCategory.STRING);
  }

  /** A function whose result may be longer than its argument, as the upper case of a sharp s is. */
  private static SqlFunction caseChanging(String name) {
    return SqlBasicFunction.create(
        name,
        ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.TO_NULLABLE),
        OperandTypes.CHARACTER,
        SqlFunctionCategory.STRING);
  }
}
