package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.type.ZdbConformance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlInOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.AggregatingSelectScope;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Static;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's validator with our conformance and coercion, and with types for the parameters of which
 * a statement says nothing.
 */
public final class ZdbValidator extends SqlValidatorImpl {
  /** Functions whose operands are all of one type. */
  private static final Set<String> OF_ONE_TYPE =
      Set.of("COALESCE", "GREATEST", "IFNULL", "LEAST", "NULLIF", "NVL");

  /** Functions of a text and numbers. */
  private static final Set<String> NUMBERS_BEHIND =
      Set.of("LEFT", "REPEAT", "RIGHT", "SUBSTR", "SUBSTRING");

  private final Runnable stopCheck;

  /** Calls in which there are no parameters, each of them looked at once. */
  private final Set<SqlNode> settled = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A validator of one statement.
   *
   * @param stopCheck asked with each expression; what it throws ends the validation
   */
  public ZdbValidator(
      SqlOperatorTable operators, Prepare.CatalogReader catalog, Runnable stopCheck) {
    super(operators, catalog, catalog.getTypeFactory(), ours());
    this.stopCheck = stopCheck;
  }

  /** A literal string is a VARCHAR: the blanks at its end belong to it, unlike those of a CHAR. */
  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
    stopCheck.run();
    settleQuery(scope, node);
    RelDataType type = super.deriveType(scope, node);
    if (!TextValues.isText(node) || type.getSqlTypeName() != SqlTypeName.CHAR) {
      return type;
    }
    RelDataType varying = SqlTypes.varying(typeFactory, type);
    setValidatedNodeType(node, varying);
    return varying;
  }

  /** Calcite counts the digits of a number without the zeros at its end. */
  @Override
  public void validateLiteral(SqlLiteral literal) {
    super.validateLiteral(literal);
    if (literal.getTypeName() == SqlTypeName.DECIMAL) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      if (value.precision() - value.scale() > SqlType.MAX_DECIMAL_PRECISION) {
        throw newValidationError(
            literal, Static.RESOURCE.numberLiteralOutOfRange(value.toPlainString()));
      }
    }
  }

  /** Gives parameters that a query selects the types of what it is compared with. */
  private void settleQuery(SqlValidatorScope scope, SqlNode node) {
    boolean isComparison =
        node.isA(SqlKind.COMPARISON)
            || node.isA(Set.of(SqlKind.IN, SqlKind.NOT_IN, SqlKind.SOME, SqlKind.ALL));
    if (!isComparison
        || !(node instanceof SqlCall call)
        || call.operandCount() != 2
        || getValidatedNodeTypeIfKnown(node) != null) {
      return;
    }
    for (int i = 0; i < 2; i++) {
      SqlNode query = call.operand(i);
      SqlNode value = call.operand(1 - i);
      if (QueryParameters.areSelectedBy(query) && !(value instanceof SqlDynamicParam)) {
        SqlNode bare =
            query.getKind() == SqlKind.SCALAR_QUERY ? ((SqlCall) query).operand(0) : query;
        SqlValidatorNamespace namespace = getNamespace(bare);
        if (namespace != null && !QueryParameters.areSelectedBy(value)) {
          validateNamespace(
              namespace, QueryParameters.ofValue(deriveType(scope, value), typeFactory));
        }
      }
    }
  }

  @Override
  protected void validateNamespace(SqlValidatorNamespace namespace, RelDataType targetRowType) {
    SqlNode query = namespace.getNode();
    RelDataType shown =
        targetRowType.equals(unknownType) && query != null
            ? QueryParameters.ofBranches(query, branch -> rowTypeOf(branch, query), typeFactory)
            : null;
    super.validateNamespace(namespace, shown == null ? targetRowType : shown);
  }

  private RelDataType rowTypeOf(SqlNode branch, SqlNode query) {
    validateQuery(branch, Objects.requireNonNull(scopes.get(query), "scope"), unknownType);
    return Objects.requireNonNull(getNamespace(branch), "namespace").getRowType();
  }

  @Override
  protected void validateValues(
      SqlCall values, RelDataType targetRowType, SqlValidatorScope scope) {
    RelDataType shown =
        targetRowType.equals(unknownType) && QueryParameters.areSelectedBy(values)
            ? QueryParameters.ofValues(values, node -> deriveType(scope, node), typeFactory)
            : null;
    super.validateValues(values, shown == null ? targetRowType : shown, scope);
  }

  private static Config ours() {
    return Config.DEFAULT
        .withConformance(ZdbConformance.INSTANCE)
        .withIdentifierExpansion(true)
        .withTypeCoercionRules(CastRules.INSTANCE)
        .withTypeCoercionFactory(ZdbTypeCoercion::new);
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    settleQuery(scope, node);
    if (node instanceof SqlCall call && isOfKnown(call)) {
      call.getOperandList().forEach(operand -> settleParameters(scope, operand));
    }
    RelDataType type = inferredType;
    if (node instanceof SqlDynamicParam && type.equals(unknownType)) {
      type = typeFactory.createSqlType(SqlTypeName.VARCHAR);
    }
    if (node instanceof SqlCase choice) {
      inferAlike(scope, resultsOf(choice));
    }
    if (isTypedTestForNull(node)) {
      return;
    }
    if (node instanceof SqlCall call
        && call.getOperator() instanceof SqlInOperator
        && call.operand(0) instanceof SqlDynamicParam
        && call.operand(1) instanceof SqlNodeList items) {
      List<SqlNode> all = new ArrayList<>(items);
      all.add(call.operand(0));
      if (!inferAlike(scope, all)) {
        inferParameters(typeFactory.createSqlType(SqlTypeName.VARCHAR), scope, all);
      }
      return;
    }
    super.inferUnknownTypes(type, scope, node);
    if (node.getKind() == SqlKind.TIMESTAMP_ADD && node instanceof SqlCall call) {
      inferParameters(
          typeFactory.createSqlType(SqlTypeName.INTEGER),
          scope,
          call.getOperandList().subList(1, 2));
    }
    if (node instanceof SqlCall call && isOfDate(scope, call)) {
      inferParameters(typeFactory.createSqlType(SqlTypeName.INTEGER), scope, call.getOperandList());
    }
    if (node instanceof SqlCall call && OF_ONE_TYPE.contains(call.getOperator().getName())) {
      inferAlike(scope, call.getOperandList());
    }
    if (node instanceof SqlCall call && NUMBERS_BEHIND.contains(call.getOperator().getName())) {
      RelDataType number = typeFactory.createSqlType(SqlTypeName.INTEGER);
      inferParameters(number, scope, call.getOperandList().subList(1, call.operandCount()));
    }
  }

  /**
   * What a CASE gives, and what is compared with a parameter that it gives: NULLIF is such a CASE,
   * in which one parameter stands twice.
   */
  private static List<SqlNode> resultsOf(SqlCase choice) {
    List<SqlNode> results = new ArrayList<>(choice.getThenOperands());
    results.add(choice.getElseOperand());
    for (SqlNode when : choice.getWhenOperands()) {
      if (when instanceof SqlCall test
          && test.operandCount() > 0
          && test.operand(0) instanceof SqlDynamicParam tested
          && results.stream().anyMatch(result -> isSame(tested, result))) {
        results.addAll(test.getOperandList());
      }
    }
    return results;
  }

  private static boolean isSame(SqlDynamicParam parameter, SqlNode node) {
    return node instanceof SqlDynamicParam other && other.getIndex() == parameter.getIndex();
  }

  /** Gives parameters the type of the first node beside them that has one; answers if one has. */
  private boolean inferAlike(SqlValidatorScope scope, List<SqlNode> nodes) {
    for (SqlNode node : nodes) {
      boolean isKnown =
          !(node instanceof SqlDynamicParam)
              && !SqlUtil.isNullLiteral(node, /* allowCast= */ false);
      RelDataType type = isKnown ? deriveType(scope, node) : unknownType;
      if (!type.equals(unknownType)) {
        inferParameters(type, scope, nodes);
        return true;
      }
    }
    return false;
  }

  private void inferParameters(RelDataType type, SqlValidatorScope scope, List<SqlNode> nodes) {
    for (SqlNode node : nodes) {
      if (node instanceof SqlDynamicParam) {
        super.inferUnknownTypes(type, scope, node);
      }
    }
  }

  /** Whether it asks if a parameter is NULL whose type is found already. */
  private boolean isTypedTestForNull(SqlNode node) {
    return (node.getKind() == SqlKind.IS_NULL || node.getKind() == SqlKind.IS_NOT_NULL)
        && ((SqlCall) node).operand(0) instanceof SqlDynamicParam parameter
        && getValidatedNodeTypeIfKnown(parameter) != null;
  }

  /**
   * Types the parameters of what is compared or computed within a call, before the types of its
   * operands are asked for, which hang on them.
   *
   * @return whether there are any; where there are none, nobody looks again
   */
  private boolean settleParameters(SqlValidatorScope scope, @Nullable SqlNode node) {
    if (!(node instanceof SqlCall call) || call.isA(SqlKind.QUERY)) {
      return node instanceof SqlDynamicParam;
    }
    if (settled.contains(call)) {
      return false;
    }
    boolean any = false;
    List<SqlNode> operands = call.getOperandList();
    for (SqlNode operand : operands) {
      any |= settleParameters(scope, operand);
    }
    if (!any) {
      settled.add(call);
    }
    if (isOfKnown(call)
        && operands.stream().anyMatch(SqlDynamicParam.class::isInstance)
        && !operands.stream().allMatch(SqlDynamicParam.class::isInstance)) {
      super.inferUnknownTypes(unknownType, scope, call);
    }
    return any;
  }

  /** Whether it adds to a date, or takes from one: a parameter there counts days. */
  private boolean isOfDate(SqlValidatorScope scope, SqlCall call) {
    if (call.operandCount() != 2) {
      return false;
    }
    boolean isFrom = call.operand(1) instanceof SqlDynamicParam;
    SqlNode date = call.operand(isFrom ? 0 : 1);
    return (call.getKind() == SqlKind.PLUS || (call.getKind() == SqlKind.MINUS && isFrom))
        && (isFrom || call.operand(0) instanceof SqlDynamicParam)
        && !(date instanceof SqlDynamicParam)
        && deriveType(scope, date).getSqlTypeName() == SqlTypeName.DATE;
  }

  /** Whether all operands of a call are of the type that one of them shows. */
  private static boolean isOfKnown(SqlCall call) {
    return call.getOperator().getOperandTypeInference() == InferTypes.FIRST_KNOWN;
  }

  /**
   * Expands names. A column of a query around is one value for all rows, so that it may stand
   * beside aggregates: Calcite, which tests that on an expanded copy, passes over queries there.
   */
  @Override
  public SqlNode expand(SqlNode expression, SqlValidatorScope scope) {
    stopCheck.run();
    SqlNode expanded = super.expand(expression, scope);
    SqlNode shown =
        scope instanceof AggregatingSelectScope groups
                && groups.getParent() instanceof SelectScope rows
            ? expanded.accept(new OuterColumns(rows))
            : expanded;
    return shown == null ? expanded : shown;
  }

  @Override
  public void validateAggregateParams(
      SqlCall aggregate,
      @Nullable SqlNode filter,
      @Nullable SqlNodeList distinct,
      @Nullable SqlNodeList order,
      SqlValidatorScope scope) {
    OuterColumns.requireOwn(aggregate, scope);
    super.validateAggregateParams(aggregate, filter, distinct, order, scope);
  }

  /** Reads moments by the proleptic calendar; Calcite's own knows no days in October 1582. */
  @Override
  public SqlLiteral resolveLiteral(SqlLiteral literal) {
    return literal instanceof SqlUnknownLiteral unread && Moments.isOne(unread)
        ? Moments.read(unread)
        : super.resolveLiteral(literal);
  }

  @Override
  public RelDataType getValidatedNodeType(SqlNode node) {
    if (node instanceof SqlIdentifier name && getValidatedNodeTypeIfKnown(node) == null) {
      throw at(SqlProblem.of(SqlErrorCode.UNDEFINED_OBJECT, "there is no type %s", name), node);
    }
    return super.getValidatedNodeType(node);
  }

  /** The type that a name of a type stands for. */
  public RelDataType typeOf(SqlDataTypeSpec type) {
    type.accept(new Refusals());
    return type.deriveType(this);
  }

  @Override
  public SqlNode validate(SqlNode statement) {
    statement.accept(new Refusals());
    return super.validate(statement);
  }

  /** Calcite validates FROM before and the other clauses behind. */
  @Override
  protected void validateWhereClause(SqlSelect select) {
    CommonColumns.spellOut(select, this);
    super.validateWhereClause(select);
  }

  @Override
  protected RelDataType validateSelectList(
      SqlNodeList items, SqlSelect select, RelDataType target) {
    RelDataType row = super.validateSelectList(items, select, target);
    CommonColumns.conditionsOf(select, this).forEach(this::joinOn);
    Refusals.requireFewColumns(select, row.getFieldCount());
    Refusals.requireScalars(items, row);
    return row;
  }

  @Override
  protected void validateOrderList(SqlSelect select) {
    SelectedNames.spellOut(select);
    super.validateOrderList(select);
  }

  /** Refuses an operator that the grammar has and nobody runs; a function has a name to mistype. */
  @Override
  public CalciteException handleUnresolvedFunction(
      SqlCall call,
      SqlOperator operator,
      List<RelDataType> argumentTypes,
      @Nullable List<String> argumentNames) {
    if (!(operator instanceof SqlFunction)) {
      throw Refusals.notSupported(operator.getName(), call);
    }
    return super.handleUnresolvedFunction(call, operator, argumentTypes, argumentNames);
  }

  private void joinOn(SqlJoin join, SqlNode condition) {
    SqlValidatorScope scope = getJoinScope(join);
    SqlNode expanded = expand(condition, scope);
    validateWhereOrOn(scope, expanded, "ON");
    CommonColumns.joinOn(join, expanded);
  }

  /**
   * Rows of sub-queries are never known to be in order: Calcite would ask for that at each column
   * of each operand, again and again through sub-queries within each other.
   */
  @Override
  protected SelectNamespace createSelectNamespace(SqlSelect select, SqlNode enclosing) {
    return new SelectNamespace(this, select, enclosing) {
      @Override
      public SqlMonotonicity getMonotonicity(String column) {
        return SqlMonotonicity.NOT_MONOTONIC;
      }
    };
  }

  @Override
  protected @Nullable SqlNode performUnconditionalRewrites(
      @Nullable SqlNode node, boolean underFrom) {
    SqlNode told = node == null ? null : Rewrites.before(node);
    SqlNode rewritten = super.performUnconditionalRewrites(told, underFrom);
    return rewritten instanceof SqlCall call ? Rewrites.behind(call) : rewritten;
  }

  static SqlProblem at(SqlProblem problem, SqlNode node) {
    SqlParserPos place = node.getParserPosition();
    return problem.at(place.getLineNum(), place.getColumnNum());
  }
}
