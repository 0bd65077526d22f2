package dev.zdb.sql.plan;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.SchemaChange;
import dev.zdb.sql.catalog.SchemaChange.NewColumn;
import dev.zdb.sql.catalog.SchemaChange.NewConstraint;
import dev.zdb.sql.catalog.SchemaChange.SqlText;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Folding;
import dev.zdb.sql.expr.Stores;
import dev.zdb.sql.parse.Statement;
import dev.zdb.sql.parse.StatementParser;
import dev.zdb.sql.rex.ZdbOperatorTable;
import dev.zdb.sql.rex.ZdbRexExecutor;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.validate.Complaints;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
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
    SqlText defaultSql = column.defaultSql();
    if (defaultSql != null) {
      requireDefault(defaultSql, type, column);
    }
    if (column.identity() != Identity.NONE) {
      requireStart(column, type);
    }
    boolean isNotNull = column.nullability() == Nullability.NO_NULLS || keyColumns.contains(name);
    return new NewColumn(
        Statement.nameOf(column.name()),
        type,
        isNotNull ? Nullability.NO_NULLS : Nullability.NULLABLE,
        defaultSql == null ? null : defaultSql.text(),
        column.identity(),
        column.numbering());
  }

  private static void requireStart(Statement.Column column, SqlType type) {
    try {
      JavaValues.put(new Registers(1), 0, type, column.numbering().start());
    } catch (SqlProblem e) {
      throw Translation.problem(
          column.name(),
          e.code(),
          "the identity column %s of type %s cannot start with %s",
          column.name(),
          type,
          column.numbering().start());
    }
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

  private void requireDefault(SqlText text, SqlType type, Statement.Column column) {
    if (column.identity() != Identity.NONE) {
      throw Translation.problem(
          column.name(),
          SqlErrorCode.INVALID_DEFINITION,
          "the identity column %s cannot have a DEFAULT",
          column.name());
    }
    String name = column.name().getSimple();
    try {
      requireStorable(expressionIn(text), ColumnDef.plain(1, name, type, Nullability.NULLABLE));
    } catch (RuntimeException failure) {
      throw refused("the DEFAULT of column " + name, text, failure);
    }
  }

  /** Fails if a DEFAULT cannot be computed, or is of no use for its column whenever it is. */
  private void requireStorable(SqlNode written, ColumnDef column) {
    Assignments assignments = new Assignments(parser);
    RelNode rel = translation.query(selected(assignments.value(written, column), null)).rel();
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    RexNode value = Assignments.converted(expressionOf(rel), written, column, rexBuilder);
    Expression compiled = compiled(value, List.of());
    if (ZdbRexExecutor.isConstant(value)) {
      Registers result = new Registers(1);
      Stores.store(compiled, Folding.run(), result, 0);
      requireLength(result.objects[0], column.type());
    }
  }

  private void requireCondition(
      NewConstraint.Check check, List<NewColumn> columns, SqlIdentifier table) {
    try {
      SqlNode condition = expressionIn(check.condition());
      RelNode rel = translation.query(selected(condition, rowOf(columns, table))).rel();
      RexNode value = expressionOf(rel);
      if (SqlTypes.of(value.getType()).kind() != TypeKind.BOOLEAN) {
        throw SqlProblem.of(SqlErrorCode.TYPE_MISMATCH, "it is no condition");
      }
      compiled(value, columns);
    } catch (RuntimeException failure) {
      throw refused("CHECK (" + check.condition() + ")", check.condition(), failure);
    }
  }

  /** A row of the table to be, whose values nobody knows. */
  private SqlNode rowOf(List<NewColumn> columns, SqlIdentifier table) {
    String row =
        columns.stream()
            .map(column -> "CAST(NULL AS " + column.type() + ") AS " + quoted(column.name().text()))
            .collect(Collectors.joining(", "));
    return SqlStdOperatorTable.AS.createCall(
        SqlParserPos.ZERO,
        parser.parse("SELECT " + row, translation.stop()::check),
        new SqlIdentifier(Statement.nameOf(table).text(), SqlParserPos.ZERO));
  }

  private static SqlSelect selected(SqlNode expression, @Nullable SqlNode from) {
    SqlParserPos at = expression.getParserPosition();
    SqlNodeList items = SqlNodeList.of(expression);
    return new SqlSelect(
        at, null, items, from, null, null, null, null, null, null, null, null, null);
  }

  private static SqlProblem refused(String what, SqlText text, RuntimeException failure) {
    SqlProblem problem = Complaints.translate(failure);
    SqlProblem named =
        SqlProblem.of(problem.code(), "%s: %s", what, String.valueOf(problem.getMessage()));
    return text.placed(named.at(problem.line(), problem.column()));
  }

  /** The expression of a definition, which may ask for nothing but the row it belongs to. */
  private SqlNode expressionIn(SqlText text) {
    SqlNode expression = parser.parseExpression(text.text());
    expression.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            throw notAllowed("a parameter", parameter);
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              throw notAllowed("a sub-query", call);
            }
            if (ZdbOperatorTable.isAggregate(call.getOperator())) {
              throw Translation.problem(
                  call, SqlErrorCode.GROUPING, "an aggregate function is not allowed here");
            }
            boolean isWindowed = call.getKind() == SqlKind.OVER; // which is refused by that name
            return isWindowed ? null : super.visit(call);
          }
        });
    return expression;
  }

  private static SqlProblem notAllowed(String what, SqlNode where) {
    return Translation.problem(
        where, SqlErrorCode.FEATURE_NOT_SUPPORTED, "%s is not allowed here", what);
  }

  /** Fails if a value is too long for its column, which it would be in each row. */
  private static void requireLength(@Nullable Object value, SqlType type) {
    int length =
        value instanceof String text
            ? Texts.length(Texts.withoutTrailingBlanks(text))
            : value instanceof byte[] bytes ? bytes.length : 0;
    if (type.precision() > 0 && length > type.precision()) {
      throw SqlProblem.of(
          SqlErrorCode.STRING_TOO_LONG,
          "a value of length %s is too long for type %s",
          length,
          type);
    }
  }

  private static Expression compiled(RexNode expression, List<NewColumn> columns) {
    RegisterFile registers = new RegisterFile(0);
    List<@Nullable Slot> row = new ArrayList<>();
    columns.forEach(column -> row.add(registers.allocate(column.type())));
    return registers.compilerOver(row).compile(expression);
  }

  /** The only column of a query. */
  static RexNode expressionOf(RelNode rel) {
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
