package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.lang.reflect.Method;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.runtime.CalciteResource;
import org.apache.calcite.runtime.Resources.BaseMessage;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's complaints about a statement in our words: which of its messages stands for which
 * SQLSTATE is decided by the message's name in {@link CalciteResource}.
 */
public final class Complaints {
  private static final Map<String, SqlErrorCode> CODES =
      Map.ofEntries(
          Map.entry("tableNameNotFound", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("tableNameNotFoundDidYouMean", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("tableNotFound", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("objectNotFound", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("objectNotFoundWithin", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("objectNotFoundDidYouMean", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("objectNotFoundWithinDidYouMean", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("columnNotFound", SqlErrorCode.UNDEFINED_COLUMN),
          Map.entry("columnNotFoundDidYouMean", SqlErrorCode.UNDEFINED_COLUMN),
          Map.entry("columnNotFoundInTable", SqlErrorCode.UNDEFINED_COLUMN),
          Map.entry("columnNotFoundInTableDidYouMean", SqlErrorCode.UNDEFINED_COLUMN),
          Map.entry("unknownIdentifier", SqlErrorCode.UNDEFINED_TABLE),
          Map.entry("unknownField", SqlErrorCode.UNDEFINED_COLUMN),
          Map.entry("unknownTargetColumn", SqlErrorCode.UNDEFINED_COLUMN),
          Map.entry("columnAmbiguous", SqlErrorCode.AMBIGUOUS_COLUMN),
          Map.entry("columnInUsingNotUnique", SqlErrorCode.AMBIGUOUS_COLUMN),
          Map.entry("duplicateTargetColumn", SqlErrorCode.DUPLICATE_COLUMN),
          Map.entry("duplicateColumnName", SqlErrorCode.DUPLICATE_COLUMN),
          Map.entry("duplicateNameInColumnList", SqlErrorCode.DUPLICATE_COLUMN),
          Map.entry("aliasListDuplicate", SqlErrorCode.DUPLICATE_COLUMN),
          Map.entry("fromAliasDuplicate", SqlErrorCode.DUPLICATE_OBJECT),
          Map.entry("notGroupExpr", SqlErrorCode.GROUPING),
          Map.entry("notSelectDistinctExpr", SqlErrorCode.GROUPING),
          Map.entry("aggregateIllegalInClause", SqlErrorCode.GROUPING),
          Map.entry("aggregateIllegalInOrderBy", SqlErrorCode.GROUPING),
          Map.entry("aggregateInFilterIllegal", SqlErrorCode.GROUPING),
          Map.entry("nestedAggIllegal", SqlErrorCode.GROUPING),
          Map.entry("groupingArgument", SqlErrorCode.GROUPING),
          Map.entry("groupingInAggregate", SqlErrorCode.GROUPING),
          Map.entry("groupingInWrongClause", SqlErrorCode.GROUPING),
          Map.entry("canNotApplyOp2Type", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("cannotCastValue", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("condMustBeBoolean", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("havingMustBeBoolean", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("filterMustBeBoolean", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("expectedBoolean", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("expectedCharacter", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("incompatibleTypes", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("incompatibleTypesInList", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("incompatibleValueType", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("illegalMixingOfTypes", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("needSameTypeParameter", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("columnTypeMismatchInSetop", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("typeNotAssignable", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("typeNotComparable", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("typeNotComparableNear", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("typeNotComparableEachOther", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("cannotInferReturnType", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("operandNotComparable", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("naturalOrUsingColumnNotCompatible", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("invalidCompare", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("dynamicParamIllegal", SqlErrorCode.TYPE_MISMATCH),
          Map.entry("validatorUnknownFunction", SqlErrorCode.UNDEFINED_FUNCTION),
          Map.entry("functionUndefined", SqlErrorCode.UNDEFINED_FUNCTION),
          Map.entry("invalidArgCount", SqlErrorCode.UNDEFINED_FUNCTION),
          Map.entry("wrongNumberOfParam", SqlErrorCode.UNDEFINED_FUNCTION),
          Map.entry("noOperator", SqlErrorCode.UNDEFINED_FUNCTION),
          Map.entry("unknownDatatypeName", SqlErrorCode.UNDEFINED_OBJECT),
          Map.entry("schemaNotFound", SqlErrorCode.UNDEFINED_SCHEMA),
          Map.entry("onlyScalarSubQueryAllowed", SqlErrorCode.SYNTAX),
          Map.entry("numberLiteralOutOfRange", SqlErrorCode.NUMERIC_OUT_OF_RANGE),
          Map.entry("dateLiteralOutOfRange", SqlErrorCode.DATETIME_OVERFLOW),
          Map.entry("illegalLiteral", SqlErrorCode.INVALID_DATETIME_FORMAT),
          Map.entry("invalidLiteral", SqlErrorCode.INVALID_DATETIME_FORMAT),
          Map.entry("identifierTooLong", SqlErrorCode.NAME_TOO_LONG),
          Map.entry("absentOverClause", SqlErrorCode.FEATURE_NOT_SUPPORTED),
          Map.entry("typeNotSupported", SqlErrorCode.FEATURE_NOT_SUPPORTED),
          Map.entry("geometryDisabled", SqlErrorCode.FEATURE_NOT_SUPPORTED),
          Map.entry("unsignedDisabled", SqlErrorCode.FEATURE_NOT_SUPPORTED),
          Map.entry("notTemporalTable", SqlErrorCode.FEATURE_NOT_SUPPORTED));

  private Complaints() {}

  /** What a failure of Calcite's means to the user, who can do something about most of them. */
  public static SqlProblem translate(RuntimeException failure) {
    SqlProblem ours = find(failure, SqlProblem.class);
    if (ours != null) {
      return ours;
    }
    CalciteContextException context = find(failure, CalciteContextException.class);
    Throwable complaint = complaintIn(failure);
    if (complaint == null) {
      return failure instanceof UnsupportedOperationException
          ? SqlProblem.causedBy(
              failure, SqlErrorCode.FEATURE_NOT_SUPPORTED, "the statement uses what ZDB lacks yet")
          : internal(failure);
    }
    SqlProblem problem = inOurWords(failure, String.valueOf(complaint.getMessage()));
    return context == null || context.getPosLine() == 0
        ? problem
        : problem.at(context.getPosLine(), context.getPosColumn());
  }

  /**
   * What a failed assertion means: mostly that something should not happen. That a sub-query looks
   * out to a column which GROUP BY leaves behind is found nowhere else.
   */
  public static SqlProblem translate(AssertionError failure) {
    boolean isUngrouped = String.valueOf(failure.getMessage()).endsWith("is not a group expr");
    return isUngrouped
        ? SqlProblem.causedBy(
            failure,
            SqlErrorCode.GROUPING,
            "a sub-query names a column of the query around that is not in its GROUP BY")
        : internal(failure);
  }

  /** Something that should not happen; its message is for those who mend it. */
  public static SqlProblem internal(Throwable failure) {
    return SqlProblem.causedBy(
        failure,
        SqlErrorCode.INTERNAL,
        "the statement could not be planned; this is a fault of ZDB ("
            + failure.getClass().getSimpleName()
            + ")");
  }

  private static @Nullable Throwable complaintIn(Throwable failure) {
    SqlValidatorException invalid = find(failure, SqlValidatorException.class);
    if (invalid != null) {
      return invalid;
    }
    SqlParseException unparsed = find(failure, SqlParseException.class);
    if (unparsed != null) {
      return unparsed;
    }
    Throwable last = null;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof CalciteException && !(each instanceof CalciteContextException)) {
        last = each;
      }
    }
    return last;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return kind.cast(each);
      }
    }
    return null;
  }

  private static SqlProblem inOurWords(RuntimeException failure, String message) {
    for (Method method : CalciteResource.class.getMethods()) {
      BaseMessage base = method.getAnnotation(BaseMessage.class);
      String name = method.getName();
      if (base != null && (CODES.containsKey(name) || Sentences.has(name))) {
        Matcher matcher = pattern(base.value()).matcher(message);
        if (matcher.matches()) {
          SqlErrorCode code = CODES.getOrDefault(name, SqlErrorCode.SYNTAX);
          return SqlProblem.causedBy(failure, code, Sentences.of(name, message, matcher));
        }
      }
    }
    return SqlProblem.causedBy(failure, SqlErrorCode.SYNTAX, Sentences.plain(message));
  }

  /** The messages that a pattern of {@link MessageFormat} can give; its arguments are groups. */
  private static Pattern pattern(String format) {
    List<String> literals = new ArrayList<>();
    for (String part : format.replace("''", "'").split("\\{[^}]*}", -1)) {
      literals.add(Pattern.quote(part));
    }
    return Pattern.compile(String.join("(.*)", literals), Pattern.DOTALL);
  }
}
