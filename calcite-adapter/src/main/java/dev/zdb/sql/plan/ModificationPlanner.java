package dev.zdb.sql.plan;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.CheckDef;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Parameter;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.parse.StatementParser;
import dev.zdb.sql.rel.Wish;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.rule.Estimates;
import dev.zdb.sql.rule.Optimizer;
import dev.zdb.sql.scan.PointLookup;
import dev.zdb.sql.schema.CalciteCatalog;
import dev.zdb.sql.type.SqlTypes;
import dev.zdb.sql.write.CheckCondition;
import dev.zdb.sql.write.Delete;
import dev.zdb.sql.write.InsertRow;
import dev.zdb.sql.write.Update;
import dev.zdb.sql.write.WriteTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans INSERT, UPDATE and DELETE: the rows that they are about are a query like any other, over
 * which one of the operators that write does its work.
 */
final class ModificationPlanner {
  private final StatementParser parser;
  private final Translation translation;
  private final Optimizer optimizer;
  private final Estimates estimates;
  private final Assignments assignments;

  ModificationPlanner(
      StatementParser parser, Translation translation, Optimizer optimizer, Estimates estimates) {
    this.parser = parser;
    this.translation = translation;
    this.optimizer = optimizer;
    this.estimates = estimates;
    this.assignments = new Assignments(parser);
  }

  /** Plans a statement with so many parameters. */
  Plan plan(SqlNode statement, int parameters) {
    RegisterFile registers = new RegisterFile(parameters);
    if (statement instanceof SqlInsert insert) {
      return insert(insert, registers, parameters);
    }
    return statement instanceof SqlUpdate update
        ? update(update, registers, parameters)
        : delete((SqlDelete) statement, registers, parameters);
  }

  private Plan insert(SqlInsert insert, RegisterFile registers, int parameters) {
    TableDef table = translation.table((SqlIdentifier) insert.getTargetTable());
    InsertSource source = new InsertSource(table, insert, assignments);
    Translation.Query query = translation.query(source.query());
    source.requireWidth(query.columns().size());
    RelNode rel = source.isWrittenOut() ? query.rel() : optimizer.optimize(query.rel());
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    List<RexNode> row = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnDef column = table.columns().get(i);
      int place = source.placeOf(i);
      row.add(
          place < 0
              ? rexBuilder.makeNullLiteral(
                  SqlTypes.toCalcite(
                      rexBuilder.getTypeFactory(),
                      column.type(),
                      ColumnMetadata.Nullability.NULLABLE))
              : Assignments.converted(
                  rexBuilder.makeInputRef(rel, place), source.written(place), column, rexBuilder));
    }
    Stage stage = new PlanCompiler(translation.catalog(), registers, estimates).compile(rel);
    RexCompiler compiler = registers.compilerOver(stage.columns());
    List<Assignment> computed = new ArrayList<>();
    List<Integer> newRow = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < row.size(); i++) {
      int register =
          row.get(i) instanceof RexInputRef reference
              ? stage.slot(reference.getIndex()).register()
              : -1;
      if (register < 0 || register < parameters || !taken.add(register)) {
        register = registers.allocate(table.columns().get(i).type()).register();
        computed.add(new Assignment(compiler.compile(row.get(i)), register));
      }
      newRow.add(register);
    }
    Operator rows = computed.isEmpty() ? stage.operator() : new Project(stage.operator(), computed);
    int rowId = rowIdFor(table, registers);
    WriteTarget target = new WriteTarget(table, checks(table, newRow, registers), rowId);
    return new Plan.Modification(
        Translation.inOrder(query.parameters(), parameters),
        registers.count(),
        InsertRow.of(rows, target, newRow),
        described(table),
        newRow,
        generated(table),
        explanation("Insert " + table.name(), stage));
  }

  /** Refuses aggregates, and DEFAULT where it would be another number of an identity column. */
  private static void requireSettable(SqlNode value, ColumnDef column) {
    MisplacedAggregates.refuse(value, "SET");
    if (value.getKind() == SqlKind.DEFAULT && column.identity() != Identity.NONE) {
      throw Translation.problem(
          value,
          column.identity() == Identity.ALWAYS
              ? SqlErrorCode.GENERATED_ALWAYS
              : SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "the identity column %s gets no new number in an UPDATE",
          column.name());
    }
  }

  private Plan update(SqlUpdate update, RegisterFile registers, int parameters) {
    TableDef table = translation.table((SqlIdentifier) update.getTargetTable());
    List<Integer> columns = new ArrayList<>();
    SqlNodeList selected = new SqlNodeList(SqlParserPos.ZERO);
    selected.add(SqlIdentifier.star(SqlParserPos.ZERO));
    for (int i = 0; i < update.getTargetColumnList().size(); i++) {
      SqlIdentifier name = (SqlIdentifier) update.getTargetColumnList().get(i);
      int column = columnToSet(update, table, name);
      if (columns.contains(column)) {
        throw Translation.problem(
            name, SqlErrorCode.DUPLICATE_COLUMN, "column %s is set twice", name);
      }
      columns.add(column);
      SqlNode value = update.getSourceExpressionList().get(i);
      requireSettable(value, table.columns().get(column));
      selected.add(assignments.value(value, table.columns().get(column)));
    }
    Translation.Query query =
        translation.query(
            select(
                table,
                selected,
                update.getTargetTable(),
                update.getAlias(),
                update.getCondition()));
    RelNode rel = optimizer.optimize(query.rel());
    int width = rel.getRowType().getFieldCount() - columns.size();
    List<RexNode> values = new ArrayList<>();
    RelNode below = rel;
    if (rel instanceof LogicalProject project && keepsFirst(project, width)) {
      values.addAll(project.getProjects().subList(width, width + columns.size()));
      below = project.getInput();
    } else {
      RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
      for (int i = 0; i < columns.size(); i++) {
        values.add(rexBuilder.makeInputRef(rel, width + i));
      }
    }
    Stage stage = new PlanCompiler(translation.catalog(), registers, estimates).compile(below);
    return update(
        new Change(
            table,
            columns,
            update.getSourceExpressionList(),
            values,
            below.getCluster().getRexBuilder()),
        stage,
        registers,
        Translation.inOrder(query.parameters(), parameters));
  }

  /** The column of that name, before which the table's own may stand. */
  private static int columnToSet(SqlUpdate update, TableDef table, SqlIdentifier name) {
    SqlIdentifier alias = update.getAlias();
    String target = alias == null ? table.name() : alias.getSimple();
    int size = name.names.size();
    if (size > 1 && !name.names.get(size - 2).equals(target)) {
      throw Translation.problem(
          name, SqlErrorCode.UNDEFINED_TABLE, "there is no table %s", name.names.get(size - 2));
    }
    return columnOf(table, name);
  }

  /** New values for columns of a table, over the columns of the rows found. */
  private record Change(
      TableDef table,
      List<Integer> columns,
      List<SqlNode> written,
      List<RexNode> values,
      RexBuilder rexBuilder) {}

  private Plan update(
      Change change, Stage stage, RegisterFile registers, List<Parameter> parameters) {
    TableDef table = change.table();
    List<Integer> oldRow = registersOf(stage, table);
    List<Integer> newRow = new ArrayList<>(oldRow);
    RexCompiler compiler = registers.compilerOver(stage.columns());
    List<Assignment> computed = new ArrayList<>();
    for (int i = 0; i < change.columns().size(); i++) {
      int column = change.columns().get(i);
      ColumnDef definition = table.columns().get(column);
      RexNode value =
          Assignments.converted(
              change.values().get(i), change.written().get(i), definition, change.rexBuilder());
      Slot slot = registers.allocate(definition.type());
      computed.add(new Assignment(compiler.compile(value), slot.register()));
      newRow.set(column, slot.register());
    }
    WriteTarget target =
        new WriteTarget(table, checks(table, newRow, registers), rowIdOf(table, stage));
    return new Plan.Modification(
        parameters,
        registers.count(),
        new Update(PointLookup.shortest(stage.operator()), target, oldRow, computed, newRow),
        described(table),
        newRow,
        generated(table),
        explanation("Update " + table.name(), stage));
  }

  private static boolean keepsFirst(LogicalProject project, int width) {
    return IntStream.range(0, width)
            .allMatch(
                i ->
                    project.getProjects().get(i) instanceof RexInputRef reference
                        && reference.getIndex() == i)
        && project.getInput().getRowType().getFieldCount() >= width;
  }

  private Plan delete(SqlDelete delete, RegisterFile registers, int parameters) {
    TableDef table = translation.table((SqlIdentifier) delete.getTargetTable());
    SqlNodeList all = SqlNodeList.of(SqlIdentifier.star(SqlParserPos.ZERO));
    Translation.Query query =
        translation.query(
            select(table, all, delete.getTargetTable(), delete.getAlias(), delete.getCondition()));
    RelNode rel = optimizer.optimize(query.rel());
    ImmutableBitSet.Builder read = ImmutableBitSet.builder();
    table.primaryKey().stream().map(KeyPart::column).forEach(read::set);
    for (IndexDef index : table.indexes()) {
      index.parts().stream().map(KeyPart::column).forEach(read::set);
    }
    if (!table.hasPrimaryKey()) {
      read.set(table.columns().size());
    }
    Stage stage =
        new PlanCompiler(translation.catalog(), registers, estimates)
            .compile(rel, Wish.columns(read.build()));
    WriteTarget target = new WriteTarget(table, List.of(), rowIdOf(table, stage));
    return new Plan.Modification(
        Translation.inOrder(query.parameters(), parameters),
        registers.count(),
        new Delete(PointLookup.shortest(stage.operator()), target, registersOf(stage, table)),
        described(table),
        List.of(),
        List.of(),
        explanation("Delete " + table.name(), stage));
  }

  /** The query for the rows to change, with their hidden numbers where they have any. */
  private static SqlSelect select(
      TableDef table,
      SqlNodeList selected,
      SqlNode target,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode condition) {
    SqlParserPos at = target.getParserPosition();
    SqlNode from = target;
    if (!table.hasPrimaryKey()) {
      from =
          new SqlIdentifier(List.of(table.schema(), table.name() + CalciteCatalog.WITH_ROW_ID), at);
    }
    if (alias != null || !table.hasPrimaryKey()) {
      SqlIdentifier name = alias == null ? new SqlIdentifier(table.name(), at) : alias;
      from = SqlStdOperatorTable.AS.createCall(at, from, name);
    }
    return new SqlSelect(
        at, null, selected, from, condition, null, null, null, null, null, null, null, null);
  }

  private static List<Integer> registersOf(Stage stage, TableDef table) {
    List<Integer> registers = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Slot slot = stage.columns().get(i);
      registers.add(slot == null ? -1 : slot.register());
    }
    return registers;
  }

  private static int rowIdOf(TableDef table, Stage stage) {
    return table.hasPrimaryKey()
        ? WriteTarget.NO_ROW_ID
        : stage.slot(table.columns().size()).register();
  }

  private static int rowIdFor(TableDef table, RegisterFile registers) {
    return table.hasPrimaryKey()
        ? WriteTarget.NO_ROW_ID
        : registers.allocate(SqlType.BIGINT).register();
  }

  static int columnOf(TableDef table, SqlIdentifier name) {
    int column = table.columnNamed(name.names.get(name.names.size() - 1));
    if (column < 0) {
      throw Translation.problem(
          name,
          SqlErrorCode.UNDEFINED_COLUMN,
          "there is no column %s in table %s",
          name,
          table.name());
    }
    return column;
  }

  private List<CheckCondition> checks(
      TableDef table, List<Integer> newRow, RegisterFile registers) {
    List<@Nullable Slot> row = new ArrayList<>();
    for (int i = 0; i < newRow.size(); i++) {
      row.add(new Slot(newRow.get(i), table.columns().get(i).type()));
    }
    RexCompiler compiler = registers.compilerOver(row);
    List<CheckCondition> compiled = new ArrayList<>();
    for (CheckDef check : table.checks()) {
      String text =
          "SELECT ("
              + check.conditionSql()
              + "\n) FROM "
              + DefinitionPlanner.quoted(table.schema())
              + "."
              + DefinitionPlanner.quoted(table.name());
      RelNode rel = translation.query(parser.parse(text, translation.stop()::check)).rel();
      compiled.add(
          new CheckCondition(check.name(), compiler.compile(DefinitionPlanner.expressionOf(rel))));
    }
    return compiled;
  }

  private static List<ColumnMetadata> described(TableDef table) {
    return table.columns().stream().map(column -> Translation.describe(table, column)).toList();
  }

  /** The identity column, else the primary key. */
  private static List<Integer> generated(TableDef table) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).identity() != Identity.NONE) {
        return List.of(i);
      }
    }
    return table.primaryKey().stream().map(KeyPart::column).toList();
  }

  private static String explanation(String line, Stage source) {
    StringBuilder text = new StringBuilder(line);
    source.explain().forEach(each -> text.append("\n  ").append(each));
    return text.toString();
  }
}
