package dev.zdb.sql.plan;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.exec.Parameter;
import dev.zdb.sql.exec.Parameter.Surplus;
import dev.zdb.sql.rex.ZdbConvertlets;
import dev.zdb.sql.rex.ZdbRexBuilder;
import dev.zdb.sql.rex.ZdbRexExecutor;
import dev.zdb.sql.schema.CalciteCatalog;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.type.ZdbTypeFactory;
import dev.zdb.sql.validate.ZdbValidator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptTable.ViewExpander;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/**
 * One statement on its way from syntax tree to relational algebra: names looked up in one catalog,
 * types derived, parameters typed.
 */
final class Translation {
  /** What an expression of a short text may grow to, and how much more each character allows. */
  private static final int MAX_TERMS = 50_000;

  private static final int TERMS_BY_CHARACTER = 4;

  private final CalciteCatalog catalog;
  private final CalciteCatalogReader reader;
  private final String defaultSchema;
  private final SqlOperatorTable operators;
  private final StopCheck stop;
  private final RelOptCluster cluster;

  /**
   * A translation of one statement.
   *
   * @param textLength of the statement, which bounds what its expressions may grow to
   */
  Translation(
      CalciteCatalog catalog,
      String defaultSchema,
      SqlOperatorTable operators,
      int textLength,
      StopCheck stop) {
    ZdbTypeFactory types = new ZdbTypeFactory();
    this.catalog = catalog;
    this.defaultSchema = defaultSchema;
    this.reader = catalog.reader(defaultSchema, types);
    this.operators = operators;
    this.stop = stop;
    Planner planner = new Planner(stop);
    planner.setExecutor(new ZdbRexExecutor());
    int maxTerms = MAX_TERMS + TERMS_BY_CHARACTER * textLength;
    this.cluster = RelOptCluster.create(planner, new ZdbRexBuilder(types, stop::check, maxTerms));
    ProxyingMetadataHandlerProvider metadata =
        new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE);
    cluster.setMetadataQuerySupplier(() -> new Metadata(metadata));
  }

  /**
   * Calcite's questions about rows, answered without compiling Java for each. That is why it is
   * told of no predicates: to know which of a union's branches implies another's, it would compile.
   */
  private static final class Metadata extends RelMetadataQuery {
    Metadata(ProxyingMetadataHandlerProvider provider) {
      super(provider);
    }

    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode rel) {
      return RelOptPredicateList.EMPTY;
    }

    /** Never none: Calcite forgets that GROUP BY ROLLUP makes a row of no rows. */
    @Override
    public @Nullable Double getMaxRowCount(RelNode rel) {
      Double count = super.getMaxRowCount(rel);
      return count == null || count < 1 ? null : count;
    }
  }

  /** What everybody who has the cluster asks whether to go on; it plans nothing. */
  private static final class Planner extends HepPlanner {
    private final StopCheck stop;

    Planner(StopCheck stop) {
      super(HepProgram.builder().build(), Contexts.empty());
      this.stop = stop;
    }

    @Override
    public void checkCancel() {
      stop.check();
    }
  }

  /**
   * A query in relational algebra, not yet optimised.
   *
   * @param parameters those of the whole statement that occur in it, by number
   */
  record Query(RelNode rel, List<ColumnMetadata> columns, Map<Integer, Parameter> parameters) {}

  RelOptCluster cluster() {
    return cluster;
  }

  StopCheck stop() {
    return stop;
  }

  Catalog catalog() {
    return catalog.catalog();
  }

  /** Checks a query and converts it. */
  Query query(SqlNode syntax) {
    MisplacedAggregates.refuseInValues(syntax);
    ZdbValidator validator = new ZdbValidator(operators, reader, stop::check);
    SqlNode validated = validator.validate(syntax);
    SqlToRelConverter converter =
        new SqlToRelConverter(
            noViews(),
            validator,
            reader,
            cluster,
            new ZdbConvertlets(catalog().database(), defaultSchema),
            SqlToRelConverter.config()
                .withExpand(false)
                .withTrimUnusedFields(false)
                .withInSubQueryThreshold(Integer.MAX_VALUE)
                .withRemoveSortInSubQuery(false)
                // Merging projections early breaks those whose sub-queries look out to them; what
                // Calcite simplifies early it compares by the units of UTF-16.
                .addRelBuilderConfigTransform(config -> config.withBloat(-1).withSimplify(false)));
    RelRoot root = converter.convertQuery(validated, /* needsValidation= */ false, /* top= */ true);
    return new Query(
        root.project(), columns(validator, validated), parameters(validator, validated));
  }

  /** The type that a name of a type stands for. */
  SqlType typeOf(SqlDataTypeSpec type) {
    return SqlTypes.of(new ZdbValidator(operators, reader, stop::check).typeOf(type));
  }

  /** The table of a name as a statement writes it; fails if there is none. */
  TableDef table(SqlIdentifier name) {
    List<String> names = name.names;
    int size = names.size();
    boolean isOfThisDatabase = size < 3 || names.get(size - 3).equals(catalog().database());
    String schema = size < 2 ? defaultSchema : names.get(size - 2);
    TableDef table =
        isOfThisDatabase && size <= 3 ? catalog().table(schema, names.get(size - 1)) : null;
    if (table == null) {
      throw problem(name, SqlErrorCode.UNDEFINED_TABLE, "there is no table %s", name);
    }
    return table;
  }

  /** A problem with a part of the text. */
  static SqlProblem problem(SqlNode where, SqlErrorCode code, String format, Object... arguments) {
    SqlParserPos at = where.getParserPosition();
    return SqlProblem.of(code, format, arguments).at(at.getLineNum(), at.getColumnNum());
  }

  /** A refusal of what only relational algebra shows: its place is where the statement begins. */
  static SqlProblem placed(SqlProblem problem, SqlNode statement) {
    boolean hasPlace = problem.line() > 0 || problem.code() != SqlErrorCode.FEATURE_NOT_SUPPORTED;
    SqlParserPos at = statement.getParserPosition();
    return hasPlace ? problem : problem.at(at.getLineNum(), at.getColumnNum());
  }

  private static ViewExpander noViews() {
    return (rowType, text, schemaPath, viewPath) -> {
      throw SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "views are not supported yet");
    };
  }

  private static Map<Integer, Parameter> parameters(ZdbValidator validator, SqlNode validated) {
    Map<Integer, Parameter> parameters = new HashMap<>();
    validated.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.getKind() == SqlKind.CAST
                && call.operand(0) instanceof SqlDynamicParam parameter) {
              RelDataType type = validator.getValidatedNodeType(parameter);
              parameters.put(
                  parameter.getIndex(), new Parameter(SqlTypes.of(type), Surplus.ROUNDED));
              return null;
            }
            return super.visit(call);
          }

          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            RelDataType type = validator.getValidatedNodeTypeIfKnown(parameter);
            if (type != null) {
              parameters.put(
                  parameter.getIndex(), new Parameter(widest(SqlTypes.of(type)), Surplus.REFUSED));
            }
            return null;
          }
        });
    return parameters;
  }

  /**
   * What a parameter of a type takes that stands beside a column of it: what is longer or finer
   * than the column's values can be compared with them all the same.
   */
  private static SqlType widest(SqlType type) {
    return switch (type.kind()) {
      case CHAR -> SqlType.of(TypeKind.CHAR, SqlType.UNLIMITED);
      case VARCHAR -> SqlType.VARCHAR;
      case VARBINARY -> SqlType.VARBINARY;
      case TIME, TIMESTAMP -> SqlType.of(type.kind(), SqlType.MAX_FRACTION_DIGITS);
      default -> type;
    };
  }

  private List<ColumnMetadata> columns(ZdbValidator validator, SqlNode validated) {
    List<ColumnMetadata> columns = new ArrayList<>();
    RelDataType row = validator.getValidatedNodeType(validated);
    List<@Nullable List<String>> origins = validator.getFieldOrigins(validated);
    for (RelDataTypeField field : row.getFieldList()) {
      List<String> origin = origins.get(field.getIndex());
      columns.add(column(field, origin == null ? Collections.emptyList() : origin));
    }
    return List.copyOf(columns);
  }

  private ColumnMetadata column(RelDataTypeField field, List<String> origin) {
    SqlType type = SqlTypes.of(field.getType());
    Nullability nullability =
        field.getType().isNullable() ? Nullability.NULLABLE : Nullability.NO_NULLS;
    int size = origin.size();
    if (size < 3) {
      return new ColumnMetadata(
          field.getName(), type, nullability, "", "", "", /* autoIncrement= */ false);
    }
    String schema = origin.get(size - 3);
    String table = origin.get(size - 2);
    String column = origin.get(size - 1);
    return new ColumnMetadata(
        field.getName(), type, nullability, schema, table, column, numbers(schema, table, column));
  }

  private boolean numbers(String schema, String table, String column) {
    TableDef definition = catalog().table(schema, table);
    int place = definition == null ? -1 : definition.columnNamed(column);
    return definition != null
        && place >= 0
        && definition.columns().get(place).identity() != Identity.NONE;
  }

  /** How a column of a table is described to users. */
  static ColumnMetadata describe(TableDef table, ColumnDef column) {
    return new ColumnMetadata(
        column.name(),
        column.type(),
        column.nullability(),
        table.schema(),
        table.name(),
        column.name(),
        column.identity() != Identity.NONE);
  }

  /** A statement's parameters; one of which it says nothing takes a text. */
  static List<Parameter> inOrder(Map<Integer, Parameter> parameters, int count) {
    List<Parameter> inOrder = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Parameter parameter = parameters.get(i);
      inOrder.add(parameter == null ? new Parameter(SqlType.VARCHAR, Surplus.ROUNDED) : parameter);
    }
    return List.copyOf(inOrder);
  }
}
