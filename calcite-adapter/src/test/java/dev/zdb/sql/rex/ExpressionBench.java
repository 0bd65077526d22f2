package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Constant;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Stores;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.type.ZdbConformance;
import dev.zdb.sql.type.ZdbTypeFactory;
import dev.zdb.sql.validate.ZdbValidator;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/** Takes the text of an expression all the way to its value, in one of three ways. */
final class ExpressionBench {
  private final ZdbTypeFactory types = new ZdbTypeFactory();

  /** How an expression reaches its value. */
  enum Way {
    /** Calcite simplifies and folds it. */
    FOLDED,
    /** It is compiled as it stands. */
    AS_WRITTEN,
    /** It is compiled with a column in place of each literal. */
    OF_COLUMNS
  }

  /** The value as text, NULL, or an exclamation mark with the SQLSTATE of the failure. */
  String evaluate(String expression, Way way) {
    try {
      RexNode node = convert(expression, way);
      List<RexLiteral> columns = new ArrayList<>();
      RexNode compiled = way == Way.OF_COLUMNS ? withColumns(node, columns) : node;
      return text(compiled, columns);
    } catch (SqlProblem problem) {
      return "!" + problem.code().sqlState();
    }
  }

  private String text(RexNode node, List<RexLiteral> columns) {
    Expression expression = new RexCompiler(new Straight()).compile(node);
    Registers registers = new Registers(columns.size() + 1);
    for (int i = 0; i < columns.size(); i++) {
      Constant value = Literals.of(columns.get(i));
      JavaValues.put(registers, i + 1, value.type(), value.toJava());
    }
    Execution run =
        new Execution(
            registers, Instant.parse("2024-02-29T12:34:56.789Z"), ZoneOffset.UTC, Long.MAX_VALUE);
    Stores.store(expression, run, 0);
    SqlType type = expression.type();
    Object value = JavaValues.get(registers, 0, type);
    if (value == null) {
      return "NULL";
    }
    return value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : shown(value);
  }

  private static String shown(Object value) {
    return value instanceof String text
        ? "'" + text + "'"
        : String.valueOf(Constant.of(SqlType.VARCHAR, plain(value)).toJava());
  }

  private static Object plain(Object value) {
    boolean isInterval = value instanceof java.time.Period || value instanceof java.time.Duration;
    return isInterval ? value.toString() : value;
  }

  /** Literals in place of columns, the other way round. */
  private RexNode withColumns(RexNode node, List<RexLiteral> columns) {
    RexBuilder builder = new RexBuilder(types);
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitLiteral(RexLiteral literal) {
            boolean isData =
                SqlTypeFamily.NUMERIC.contains(literal.getType())
                    || SqlTypeFamily.CHARACTER.contains(literal.getType())
                    || SqlTypeFamily.DATETIME.contains(literal.getType())
                    || SqlTypeFamily.BOOLEAN.contains(literal.getType());
            if (!isData || literal.isNull() || literal.getValue() instanceof Enum<?>) {
              return literal;
            }
            SqlType held = Literals.of(literal).type();
            columns.add(literal);
            return builder.makeInputRef(
                SqlTypes.toCalcite(
                    types, held, dev.zdb.sql.api.ColumnMetadata.Nullability.NULLABLE),
                columns.size() - 1);
          }
        });
  }

  private RexNode convert(String expression, Way way) {
    CalciteCatalogReader catalog =
        new CalciteCatalogReader(
            CalciteSchema.createRootSchema(/* addMetadataSchema= */ false, /* cache= */ false),
            List.of(),
            types,
            new CalciteConnectionConfigImpl(new Properties()));
    SqlValidator validator = new ZdbValidator(ZdbOperatorTable.instance(), catalog, () -> {});
    VolcanoPlanner planner = new VolcanoPlanner();
    planner.setExecutor(new ZdbRexExecutor());
    RelOptCluster cluster =
        RelOptCluster.create(planner, new ZdbRexBuilder(types, () -> {}, Integer.MAX_VALUE));
    SqlToRelConverter converter =
        new SqlToRelConverter(
            (type, query, schema, view) -> null,
            validator,
            catalog,
            cluster,
            new ZdbConvertlets("SHOP", "PUBLIC"),
            SqlToRelConverter.config()
                .withRelBuilderConfigTransform(config -> config.withSimplify(way == Way.FOLDED)));
    var root =
        converter.convertQuery(parse(expression), /* needsValidation= */ true, /* top= */ true);
    return root.rel instanceof Project project
        ? project.getProjects().get(0)
        : valueOf(root.rel, expression);
  }

  private static RexNode valueOf(@Nullable Object rel, String expression) {
    if (rel instanceof org.apache.calcite.rel.core.Values values) {
      return values.getTuples().get(0).get(0);
    }
    throw new AssertionError(expression + " became " + rel);
  }

  private static SqlNode parse(String expression) {
    try {
      return SqlParser.create(
              "SELECT " + expression, SqlParser.config().withConformance(ZdbConformance.INSTANCE))
          .parseQuery();
    } catch (SqlParseException malformed) {
      throw new AssertionError(expression, malformed);
    }
  }

  /** Columns that lie behind the register of the result. */
  private static final class Straight implements Columns {
    @Override
    public int input(int column) {
      return column + 1;
    }

    @Override
    public int outer(String correlation, int column) {
      throw new AssertionError(correlation);
    }
  }
}
