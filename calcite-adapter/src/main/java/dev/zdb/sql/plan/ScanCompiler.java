package dev.zdb.sql.plan;

import dev.zdb.kv.api.Direction;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.SystemTable;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.plan.Restriction.Interval;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.rule.Estimates;
import dev.zdb.sql.scan.ColumnRead;
import dev.zdb.sql.scan.FieldBound;
import dev.zdb.sql.scan.FieldMatch;
import dev.zdb.sql.scan.IndexScan;
import dev.zdb.sql.scan.KeyBounds;
import dev.zdb.sql.scan.KeyLookup;
import dev.zdb.sql.scan.ReadColumns;
import dev.zdb.sql.scan.SystemTableScan;
import dev.zdb.sql.schema.ZdbTable;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Compiles the reading of one table: by its key, by an index, or all through. */
final class ScanCompiler {
  private final Catalog catalog;
  private final RegisterFile registers;
  private final Estimates estimates;

  ScanCompiler(Catalog catalog, RegisterFile registers, Estimates estimates) {
    this.catalog = catalog;
    this.registers = registers;
    this.estimates = estimates;
  }

  /** Compiles the rows of a table for which all conditions are true. */
  Stage compile(TableScan scan, List<RexNode> conditions, Wish wish) {
    TableDef table = Estimates.tableOf(scan);
    if (table == null) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "%s cannot be read",
          scan.getTable().getQualifiedName());
    }
    RexBuilder rexBuilder = scan.getCluster().getRexBuilder();
    Map<Integer, List<Restriction>> restrictions = new HashMap<>();
    for (RexNode condition : conditions) {
      Restriction restriction = Restriction.of(condition, rexBuilder);
      if (restriction != null) {
        restrictions
            .computeIfAbsent(restriction.column(), column -> new ArrayList<>())
            .add(restriction);
      }
    }
    ImmutableBitSet.Builder read = ImmutableBitSet.builder().addAll(wish.columns());
    conditions.forEach(condition -> read.addAll(RelOptUtil.InputFinder.bits(condition)));
    AccessPath path =
        AccessPath.best(
            new AccessPath.Question(
                table, restrictions, read.build(), wish, scan.getRowType(), estimates.rows(scan)));
    return new Compilation(scan, table, conditions, wish, path).stage();
  }

  /** One table being compiled. */
  private final class Compilation {
    private final TableScan scan;
    private final TableDef table;
    private final AccessPath path;
    private final List<RexNode> residual = new ArrayList<>();
    private final List<@Nullable Slot> columns = new ArrayList<>();
    private final ImmutableBitSet tested;
    private final ImmutableBitSet wanted;

    Compilation(
        TableScan scan, TableDef table, List<RexNode> conditions, Wish wish, AccessPath path) {
      this.scan = scan;
      this.table = table;
      this.path = path;
      ImmutableBitSet.Builder testedColumns = ImmutableBitSet.builder();
      for (RexNode condition : conditions) {
        if (!path.match().used().contains(condition)) {
          residual.add(condition);
          testedColumns.addAll(RelOptUtil.InputFinder.bits(condition));
        }
      }
      this.tested = testedColumns.build();
      this.wanted = wish.columns().except(tested);
      ImmutableBitSet read = tested.union(wanted);
      for (int i = 0; i < scan.getRowType().getFieldCount(); i++) {
        SqlType type = SqlTypes.of(scan.getRowType().getFieldList().get(i).getType());
        columns.add(read.get(i) ? registers.allocate(type) : null);
      }
    }

    Stage stage() {
      ZdbTable source = scan.getTable().unwrap(ZdbTable.class);
      SystemTable system = source == null ? null : source.system();
      if (system != null) {
        Operator rows = new SystemTableScan(system, catalog, tableColumns());
        return new Stage(rows, columns, List.of(), "SystemTableScan " + line(), List.of());
      }
      IndexDef index = path.index();
      boolean isLookup = index == null && path.isWholeKey() && path.match().isSinglePrefix();
      Operator operator =
          isLookup
              ? new KeyLookup(table, key(), tableColumns())
              : index == null
                  ? new dev.zdb.sql.scan.TableScan(
                      table, bounds(), path.direction(), tableColumns())
                  : indexScan(index);
      String how = isLookup ? "KeyLookup " : index == null ? "TableScan " : "IndexScan ";
      return new Stage(operator, columns, path.order(), how + line(), List.of());
    }

    private String line() {
      StringBuilder line = new StringBuilder(table.name());
      List<String> names = PlanCompiler.names(scan);
      if (path.index() != null) {
        line.append(" by ").append(path.index().name());
      }
      if (path.direction() == Direction.BACKWARD) {
        line.append(" backward");
      }
      String separator = " where ";
      for (RexNode condition : path.match().used()) {
        line.append(separator).append(Lines.expression(condition, names));
        separator = ", ";
      }
      separator = " filter ";
      for (RexNode condition : residual) {
        line.append(separator).append(Lines.expression(condition, names));
        separator = ", ";
      }
      return line.toString();
    }

    private List<Expression> key() {
      List<Expression> values = new ArrayList<>();
      for (List<RexNode> value : path.match().prefix()) {
        values.add(value(value.get(0)));
      }
      return values;
    }

    private Expression value(RexNode value) {
      return registers.compilerOver(List.of()).compile(value);
    }

    private List<KeyBounds> bounds() {
      List<List<FieldMatch>> prefixes = new ArrayList<>();
      prefixes.add(List.of());
      for (List<RexNode> values : path.match().prefix()) {
        List<List<FieldMatch>> longer = new ArrayList<>();
        for (List<FieldMatch> prefix : prefixes) {
          for (RexNode value : values) {
            List<FieldMatch> one = new ArrayList<>(prefix);
            one.add(FieldMatch.equal(value(value)));
            longer.add(one);
          }
        }
        prefixes = longer;
      }
      List<Interval> ranges =
          path.match().ranges().isEmpty() ? List.of(Interval.ALL) : path.match().ranges();
      List<KeyBounds> bounds = new ArrayList<>();
      for (List<FieldMatch> prefix : prefixes) {
        for (Interval range : ranges) {
          bounds.add(
              new KeyBounds(
                  prefix,
                  bound(range.low(), range.lowInclusion()),
                  bound(range.high(), range.highInclusion())));
        }
      }
      return bounds;
    }

    private @Nullable FieldBound bound(@Nullable RexNode value, FieldBound.Inclusion inclusion) {
      return value == null ? null : new FieldBound(value(value), inclusion);
    }

    private ReadColumns tableColumns() {
      return new ReadColumns(reads(tested), condition(residual), reads(wanted));
    }

    private Operator indexScan(IndexDef index) {
      IndexCodec codec = IndexCodec.of(table, index);
      ImmutableBitSet covered =
          ImmutableBitSet.of(
              tested.union(wanted).asList().stream()
                  .filter(column -> isTableColumn(column) && codec.covers(new int[] {column}))
                  .toList());
      List<RexNode> onEntry = new ArrayList<>();
      List<RexNode> onRow = new ArrayList<>();
      for (RexNode condition : residual) {
        boolean isCovered = covered.contains(RelOptUtil.InputFinder.bits(condition));
        (isCovered ? onEntry : onRow).add(condition);
      }
      ImmutableBitSet entryTested = columnsOf(onEntry);
      ReadColumns entry =
          new ReadColumns(
              reads(entryTested), condition(onEntry), reads(covered.except(entryTested)));
      ImmutableBitSet rowTested = columnsOf(onRow).except(covered);
      ImmutableBitSet rowWanted = wanted.union(tested).except(covered).except(rowTested);
      boolean isIndexOnly = rowTested.isEmpty() && rowWanted.isEmpty() && onRow.isEmpty();
      ReadColumns row =
          isIndexOnly
              ? null
              : new ReadColumns(reads(rowTested), condition(onRow), reads(rowWanted));
      return new IndexScan(
          new IndexScan.IndexOf(table, index), bounds(), path.direction(), entry, row);
    }

    private boolean isTableColumn(int column) {
      return column < table.columns().size();
    }

    private ImmutableBitSet columnsOf(List<RexNode> conditions) {
      ImmutableBitSet.Builder read = ImmutableBitSet.builder();
      conditions.forEach(condition -> read.addAll(RelOptUtil.InputFinder.bits(condition)));
      return read.build();
    }

    private List<ColumnRead> reads(ImmutableBitSet which) {
      List<ColumnRead> reads = new ArrayList<>();
      for (int column : which) {
        Slot slot = columns.get(column);
        if (slot != null) {
          int place = isTableColumn(column) ? column : ColumnRead.ROW_ID;
          reads.add(new ColumnRead(place, slot.register()));
        }
      }
      return reads;
    }

    private @Nullable Expression condition(List<RexNode> conditions) {
      if (conditions.isEmpty()) {
        return null;
      }
      RexCompiler compiler = registers.compilerOver(columns);
      return compiler.compile(
          RexUtil.composeConjunction(scan.getCluster().getRexBuilder(), conditions));
    }
  }

  /** The order in which a key's entries come. */
  static RelFieldCollation collation(KeyPart part, Direction direction) {
    boolean isAscending =
        (part.order() == KeyPart.Order.ASCENDING) == (direction == Direction.FORWARD);
    return new RelFieldCollation(
        part.column(),
        isAscending
            ? RelFieldCollation.Direction.ASCENDING
            : RelFieldCollation.Direction.DESCENDING,
        isAscending ? RelFieldCollation.NullDirection.LAST : RelFieldCollation.NullDirection.FIRST);
  }
}
