package dev.zdb.sql.validate;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What Calcite's complaints say, in words that a user of SQL knows: by the name of the message in
 * {@link org.apache.calcite.runtime.CalciteResource}; {0} and {1} are its arguments.
 */
final class Sentences {
  private static final String NO_TABLE = "there is no table {0}";

  private static final Map<String, String> SENTENCES =
      Map.ofEntries(
          Map.entry("tableNameNotFound", NO_TABLE),
          Map.entry("tableNameNotFoundDidYouMean", NO_TABLE + "; did you mean {1}?"),
          Map.entry("tableNotFound", NO_TABLE),
          Map.entry("objectNotFound", NO_TABLE),
          Map.entry("objectNotFoundDidYouMean", NO_TABLE + "; did you mean {1}?"),
          Map.entry("objectNotFoundWithin", "there is no table {0} in {1}"),
          Map.entry(
              "objectNotFoundWithinDidYouMean", "there is no table {0} in {1}; did you mean {2}?"),
          Map.entry("unknownIdentifier", NO_TABLE),
          Map.entry("columnNotFound", "there is no column {0}"),
          Map.entry("columnNotFoundDidYouMean", "there is no column {0}; did you mean {1}?"),
          Map.entry("columnNotFoundInTable", "there is no column {0} in {1}"),
          Map.entry(
              "columnNotFoundInTableDidYouMean",
              "there is no column {0} in {1}; did you mean {2}?"),
          Map.entry("columnAmbiguous", "the column {0} is in more than one of the tables"),
          Map.entry("fromAliasDuplicate", "two tables in FROM are called {0}"),
          Map.entry("notGroupExpr", "{0} must stand in GROUP BY or inside an aggregate function"),
          Map.entry(
              "notSelectDistinctExpr",
              "{0} is not selected, so that SELECT DISTINCT cannot be ordered by it"),
          Map.entry("aggregateIllegalInClause", "an aggregate function cannot stand in {0}"),
          Map.entry("nestedAggIllegal", "an aggregate function cannot stand inside another"),
          Map.entry("absentOverClause", "a window function is not supported yet"),
          Map.entry("canNotApplyOp2Type", "{0} does not take {1}"),
          Map.entry("cannotCastValue", "a value of type {0} cannot be cast to {1}"),
          Map.entry("condMustBeBoolean", "what stands in {0} must be a condition"),
          Map.entry("havingMustBeBoolean", "what stands in HAVING must be a condition"),
          Map.entry("expectedBoolean", "a condition is expected here"),
          Map.entry("validatorUnknownFunction", "there is no function {0}"),
          Map.entry("functionUndefined", "there is no function {0}"),
          Map.entry("invalidArgCount", "the number of arguments of {0} must be {1}"),
          Map.entry("incompatibleValueType", "the values of {0} are of types that do not fit"),
          Map.entry("columnCountMismatchInSetop", "the sides of {0} differ in their columns"),
          Map.entry("columnTypeMismatchInSetop", "the sides of {1} differ in type in column {0}"),
          Map.entry("joinRequiresCondition", "a join needs ON, USING or NATURAL"),
          Map.entry("orderByOrdinalOutOfRange", "the select list has no column of that number"),
          Map.entry("numberLiteralOutOfRange", "the number {0} is out of range"),
          Map.entry("invalidTimeFrame", "{0} is no unit of time"),
          Map.entry("invalidTimeFrameInOperation", "{0} is no unit of time for {1}"),
          Map.entry("naturalDisallowsOnOrUsing", "a NATURAL join takes neither ON nor USING"),
          Map.entry("crossJoinDisallowsCondition", "a CROSS join takes no condition"),
          Map.entry(
              "aggregateIllegalInOrderBy",
              "an aggregate function cannot order a query without GROUP BY or another aggregate"),
          Map.entry(
              "incompatibleTypesInList", "the values of the list are of types that do not fit"),
          Map.entry(
              "naturalOrUsingColumnNotCompatible",
              "the column {0} is {1} on one side of the join and {2} on the other"),
          Map.entry("columnInUsingNotUnique", "the column {0} is twice on one side of the join"),
          Map.entry("filterNonAggregate", "only an aggregate function takes a FILTER"),
          Map.entry("aggregateInFilterIllegal", "an aggregate function cannot stand in FILTER"),
          Map.entry("withinGroupNotAllowed", "{0} takes no WITHIN GROUP"),
          Map.entry("groupingInAggregate", "{0} needs a GROUP BY"),
          Map.entry("groupingArgument", "{0} takes what stands in GROUP BY"),
          Map.entry("selectStarRequiresFrom", "SELECT * needs a FROM"),
          Map.entry("functionQuantifierNotAllowed", "{0} takes neither DISTINCT nor ALL"),
          Map.entry("unequalRowSizes", "rows of unlike numbers of values are compared"),
          Map.entry("aliasListDegree", "there are {0} columns, not {2}"),
          Map.entry("aliasListDuplicate", "two columns are called {0}"),
          Map.entry(
              "columnCountMismatch", "the query has another number of columns than are named"),
          Map.entry("duplicateNameInColumnList", "two columns are called {0}"),
          Map.entry("unknownField", "there is no column {0}"),
          Map.entry("needSameTypeParameter", "the arguments differ in type"),
          Map.entry("cannotInferReturnType", "{0} does not take arguments of these types"),
          Map.entry("illegalMixingOfTypes", "the values of CASE or COALESCE differ in type"),
          Map.entry("dynamicParamIllegal", "the type of a parameter cannot be told here"));

  /** An operator that Calcite gives to subqueries, as its messages show it. */
  private static final String SUBQUERY = "$SCALAR_QUERY";

  /** The type of a row with those of its columns; rows in rows nest no deeper where they matter. */
  private static final Pattern ROW_TYPE =
      Pattern.compile("RecordType\\((?:[^()]|\\([^()]*\\))*\\)", Pattern.CASE_INSENSITIVE);

  private static final Pattern TYPE_IN_BRACKETS = Pattern.compile("<([A-Z][A-Za-z0-9_ ,()]*)>");

  private Sentences() {}

  static boolean has(String name) {
    return SENTENCES.containsKey(name);
  }

  /** The sentence for a message of that name; its own if we have none. */
  static String of(String name, String message, MatchResult arguments) {
    String sentence = SENTENCES.get(name);
    if (sentence == null) {
      return plain(message);
    }
    if (message.contains(SUBQUERY)) {
      return "a subquery used as a value must have one column";
    }
    String filled = sentence;
    for (int i = 0; i < arguments.groupCount(); i++) {
      filled = filled.replace("{" + i + "}", arguments.group(i + 1));
    }
    return plain(filled);
  }

  /** Without the marks that Calcite puts around types. */
  static String plain(String message) {
    String bare = ROW_TYPE.matcher(message.replace("NOT<", "NOT <")).replaceAll("ROW");
    return TYPE_IN_BRACKETS
        .matcher(bare)
        .replaceAll("$1")
        .replace(" NOT NULL", "")
        .replace("BETWEEN ASYMMETRIC", "BETWEEN")
        .replace("TRANSLATE3", "TRANSLATE");
  }
}
