package dev.zdb.sql.plan;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.SchemaChange;
import dev.zdb.sql.catalog.SchemaChange.NewColumn;
import dev.zdb.sql.catalog.SchemaChange.NewConstraint;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.parse.Statement;
import dev.zdb.sql.parse.StatementParser;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.validate.Complaints;
import dev.zdb.sql.validate.TextValues;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Turns definitions as written into changes of the schema: types looked up, DEFAULT and CHECK tried
 * out.
 */
final class DefinitionPlanner {
  private final StatementParser parser;
  private final Translation translation;

  DefinitionPlanner(StatementParser parser, Translation translation) {
    this.parser = parser;
    this.translation = translation;
  }

  SchemaChange plan(Statement statement) {
    if (statement instanceof Statement.CreateTable create) {
      return createTable(create);
    }
    if (statement instanceof Statement.DropTable drop) {
      return new SchemaChange.DropTable(
          schemaOf(drop.name()), Statement.nameOf(drop.name()), drop.ifMissing());
    }
    if (statement instanceof Statement.CreateIndex create) {
      return new SchemaChange.CreateIndex(
          schemaOf(create.name()),
          Statement.nameOf(create.name()),
          create.ifExists(),
          schemaOf(create.table()),
          Statement.nameOf(create.table()),
          create.origin(),
          create.parts());
    }
    if (statement instanceof Statement.DropIndex drop) {
      return new SchemaChange.DropIndex(
          schemaOf(drop.name()), Statement.nameOf(drop.name()), drop.ifMissing());
    }
    throw new IllegalArgumentException("no definition: " + statement);
  }

  private SchemaChange createTable(Statement.CreateTable create) {
    Set<String> keyColumns = new HashSet<>();
    for (NewConstraint constraint : create.constraints()) {
      if (constraint instanceof NewConstraint.PrimaryKey key) {
        key.parts().forEach(part -> keyColumns.add(part.column().text()));
      }
    }
    List<NewColumn> columns = new ArrayList<>();
    for (Statement.Column column : create.columns()) {
      columns.add(column(column, keyColumns));
    }
    for (NewConstraint constraint : create.constraints()) {
      if (constraint instanceof NewConstraint.Check check) {
        requireCondition(check, columns, create.name());
      }
    }
    return new SchemaChange.CreateTable(
        schemaOf(create.name()),
        Statement.nameOf(create.name()),
        create.ifExists(),
        columns,
        create.constraints());
  }

  private NewColumn column(Statement.Column column, Set<String> keyColumns) {
    SqlType type = typeOf(column);
    if (type.kind() == TypeKind.NULL || isInterval(type)) {
      throw Translation.problem(
          column.name(), SqlErrorCode.FEATURE_NOT_SUPPORTED, "a column of type %s", type);
    }
    String name = column.name().getSimple();
    if (column.identity() != Identity.NONE && !type.kind().isInteger()) {
      throw Translation.problem(
          column.name(),
          SqlErrorCode.INVALID_DEFINITION,
          "the identity column %s must be of an integer type, not %s",
          name,
          type);
    }
    String defaultSql = column.defaultSql();
    if (defaultSql != null) {
      requireDefault(defaultSql, type, column);
    }
    boolean isNotNull = column.nullability() == Nullability.NO_NULLS || keyColumns.contains(name);
    return new NewColumn(
        Statement.nameOf(column.name()),
        type,
        isNotNull ? Nullability.NO_NULLS : Nullability.NULLABLE,
        defaultSql,
        column.identity());
  }

  private SqlType typeOf(Statement.Column column) {
    try {
      return translation.typeOf(column.type());
    } catch (SqlProblem e) {
      SqlParserPos at = column.type().getParserPosition();
      throw e.line() > 0 ? e : e.at(at.getLineNum(), at.getColumnNum());
    }
  }

  private static boolean isInterval(SqlType type) {
    return type.kind() == TypeKind.INTERVAL_MONTHS || type.kind() == TypeKind.INTERVAL_SECONDS;
  }

  private void requireDefault(String text, SqlType type, Statement.Column column) {
    if (column.identity() != Identity.NONE) {
      throw Translation.problem(
          column.name(),
          SqlErrorCode.INVALID_DEFINITION,
          "the identity column %s cannot have a DEFAULT",
          column.name());
    }
    try {
      RelNode rel = translation.query(parse("SELECT (" + text + "\n)")).rel();
      RexNode value = expressionOf(rel);
      SqlNode written = parser.parseExpression(text);
      TextValues.requireStorable(written, type);
      if (!TextValues.isText(written) && !(written instanceof SqlDynamicParam)) {
        Assignments.requireAssignable(SqlTypes.of(value.getType()), type);
      }
      requireFits(written, type);
      requireCompilable(value, List.of());
    } catch (RuntimeException failure) {
      SqlProblem e = Complaints.translate(failure);
      throw Translation.problem(
          column.name(),
          e.code(),
          "the DEFAULT of column %s: %s",
          column.name().getSimple(),
          String.valueOf(e.getMessage()));
    }
  }

  private void requireCondition(
      NewConstraint.Check check, List<NewColumn> columns, SqlIdentifier table) {
    String row =
        columns.stream()
            .map(column -> "CAST(NULL AS " + column.type() + ") AS " + quoted(column.name().text()))
            .collect(Collectors.joining(", "));
    try {
      RelNode rel =
          translation
              .query(
                  parse(
                      "SELECT ("
                          + check.conditionSql()
                          + "\n) FROM (SELECT "
                          + row
                          + ") AS "
                          + quoted(Statement.nameOf(table).text())))
              .rel();
      RexNode condition = expressionOf(rel);
      if (SqlTypes.of(condition.getType()).kind() != TypeKind.BOOLEAN) {
        throw SqlProblem.of(SqlErrorCode.TYPE_MISMATCH, "it is no condition");
      }
      requireCompilable(condition, columns);
    } catch (RuntimeException failure) {
      SqlProblem e = Complaints.translate(failure);
      throw Translation.problem(
          table, e.code(), "CHECK (%s): %s", check.conditionSql(), String.valueOf(e.getMessage()));
    }
  }

  private SqlNode parse(String text) {
    return parser.parse(text, translation.stop()::check);
  }

  /** Fails if a literal is too long or too large for the column, which it would be in each row. */
  private static void requireFits(SqlNode written, SqlType type) {
    if (TextValues.isText(written) && type.kind().isCharacter()) {
      String text = ((SqlLiteral) written).getValueAs(String.class).stripTrailing();
      if (type.precision() > 0 && text.codePointCount(0, text.length()) > type.precision()) {
        throw SqlProblem.of(
            SqlErrorCode.STRING_TOO_LONG, "'%s' is too long for type %s", text, type);
      }
    } else if (written instanceof SqlNumericLiteral number && type.kind().isNumeric()) {
      JavaValues.put(new Registers(1), 0, type, number.bigDecimalValue());
    }
  }

  private static void requireCompilable(RexNode expression, List<NewColumn> columns) {
    if (hasParameter(expression)) {
      throw SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "a parameter is not allowed here");
    }
    if (RexUtil.SubQueryFinder.find(expression) != null) {
      throw SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "a sub-query is not allowed here");
    }
    RegisterFile registers = new RegisterFile(0);
    List<@Nullable Slot> row = new ArrayList<>();
    columns.forEach(column -> row.add(registers.allocate(column.type())));
    RexCompiler compiler = registers.compilerOver(row);
    compiler.compile(expression);
  }

  private static boolean hasParameter(RexNode expression) {
    boolean[] found = {false};
    expression.accept(
        new RexVisitorImpl<@Nullable Void>(/* deep= */ true) {
          @Override
          public @Nullable Void visitDynamicParam(RexDynamicParam parameter) {
            found[0] = true;
            return null;
          }
        });
    return found[0];
  }

  /** The only column of a query. */
  static RexNode expressionOf(RelNode rel) {
    if (rel.getInputs().stream().anyMatch(Aggregate.class::isInstance)) {
      throw SqlProblem.of(SqlErrorCode.GROUPING, "an aggregate function is not allowed here");
    }
    if (rel instanceof Project project) {
      return project.getProjects().get(0);
    }
    return rel instanceof Values values
        ? values.getTuples().get(0).get(0)
        : rel.getCluster().getRexBuilder().makeInputRef(rel, 0);
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static @Nullable String schemaOf(SqlIdentifier name) {
    return name.names.size() < 2 ? null : name.names.get(name.names.size() - 2);
  }
}
