package dev.zdb.sql.plan;

import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.rel.Restriction.Interval;
import dev.zdb.sql.rel.ZdbIndexScan;
import dev.zdb.sql.rel.ZdbKeyLookup;
import dev.zdb.sql.rel.ZdbScan;
import dev.zdb.sql.rel.ZdbSystemTableScan;
import dev.zdb.sql.rel.ZdbTableScan;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.scan.ChosenScan;
import dev.zdb.sql.scan.ColumnRead;
import dev.zdb.sql.scan.FieldBound;
import dev.zdb.sql.scan.FieldMatch;
import dev.zdb.sql.scan.IndexScan;
import dev.zdb.sql.scan.KeyBounds;
import dev.zdb.sql.scan.KeyLookup;
import dev.zdb.sql.scan.ReadColumns;
import dev.zdb.sql.scan.SystemTableScan;
import dev.zdb.sql.scan.TableScan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Compiles the reading of one table. */
final class ScanCompiler {
  private final Catalog catalog;
  private final RegisterFile registers;

  ScanCompiler(Catalog catalog, RegisterFile registers) {
    this.catalog = catalog;
    this.registers = registers;
  }

  Stage compile(ZdbKeyLookup lookup) {
    Compilation it = new Compilation(lookup);
    return it.stage(new KeyLookup(lookup.definition(), it.key(), it.tableColumns()));
  }

  Stage compile(ZdbTableScan scan) {
    Compilation it = new Compilation(scan);
    return it.stage(it.tableScan());
  }

  Stage compile(ZdbIndexScan scan) {
    ZdbTableScan otherwise = scan.otherwise();
    if (otherwise == null) {
      Compilation it = new Compilation(scan);
      return it.stage(it.indexScan(scan.index()));
    }
    List<@Nullable Slot> columns =
        registers.allocate(scan.getRowType(), read(scan).union(read(otherwise)));
    Compilation some = new Compilation(scan, columns);
    Compilation all = new Compilation(otherwise, columns);
    return some.stage(
        new ChosenScan(some.indexScan(scan.index()), all.tableScan(), ZdbIndexScan.fetchCost()));
  }

  private static ImmutableBitSet read(ZdbScan scan) {
    return scan.tested().union(scan.wanted());
  }

  Stage compile(ZdbSystemTableScan scan) {
    Compilation it = new Compilation(scan);
    return it.stage(new SystemTableScan(scan.system(), catalog, it.tableColumns()));
  }

  /** One table being compiled. */
  private final class Compilation {
    private final ZdbScan scan;
    private final TableDef table;
    private final List<@Nullable Slot> columns;

    Compilation(ZdbScan scan) {
      this(scan, registers.allocate(scan.getRowType(), read(scan)));
    }

    Compilation(ZdbScan scan, List<@Nullable Slot> columns) {
      this.scan = scan;
      this.table = scan.definition();
      this.columns = columns;
    }

    Stage stage(Operator operator) {
      return new Stage(scan, operator, columns);
    }

    List<Expression> key() {
      List<Expression> values = new ArrayList<>();
      for (List<RexNode> value : scan.match().prefix()) {
        values.add(value(value.get(0)));
      }
      return values;
    }

    private Expression value(RexNode value) {
      return registers.compilerOver(List.of()).compile(value);
    }

    List<KeyBounds> bounds() {
      List<List<FieldMatch>> prefixes = new ArrayList<>();
      prefixes.add(List.of());
      for (List<RexNode> values : scan.match().prefix()) {
        List<List<FieldMatch>> longer = new ArrayList<>();
        for (List<FieldMatch> prefix : prefixes) {
          for (RexNode value : values) {
            List<FieldMatch> one = new ArrayList<>(prefix);
            one.add(match(value));
            longer.add(one);
          }
        }
        prefixes = longer;
      }
      List<Interval> ranges =
          scan.match().ranges().isEmpty() ? List.of(Interval.ALL) : scan.match().ranges();
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

    private FieldMatch match(RexNode value) {
      return new FieldMatch(value(value), nulls(value));
    }

    private @Nullable FieldBound bound(@Nullable RexNode value, FieldBound.Inclusion inclusion) {
      return value == null ? null : new FieldBound(value(value), inclusion, nulls(value));
    }

    private static FieldMatch.Nulls nulls(RexNode value) {
      return RexLiteral.isNullLiteral(value) ? FieldMatch.Nulls.NULLS : FieldMatch.Nulls.NOTHING;
    }

    ReadColumns tableColumns() {
      return new ReadColumns(
          reads(scan.tested()), condition(scan.residual()), reads(scan.wanted()));
    }

    TableScan tableScan() {
      return new TableScan(table, bounds(), scan.direction(), tableColumns());
    }

    IndexScan indexScan(IndexDef index) {
      IndexCodec codec = IndexCodec.of(table, index);
      ImmutableBitSet covered =
          ImmutableBitSet.of(
              scan.tested().union(scan.wanted()).asList().stream()
                  .filter(column -> isTableColumn(column) && codec.covers(new int[] {column}))
                  .toList());
      List<RexNode> onEntry = new ArrayList<>();
      List<RexNode> onRow = new ArrayList<>();
      for (RexNode condition : scan.residual()) {
        boolean isCovered = covered.contains(RelOptUtil.InputFinder.bits(condition));
        (isCovered ? onEntry : onRow).add(condition);
      }
      ImmutableBitSet entryTested = RelOptUtil.InputFinder.bits(onEntry, null);
      ReadColumns entry =
          new ReadColumns(
              reads(entryTested), condition(onEntry), reads(covered.except(entryTested)));
      ImmutableBitSet rowTested = RelOptUtil.InputFinder.bits(onRow, null).except(covered);
      ImmutableBitSet rowWanted =
          scan.wanted().union(scan.tested()).except(covered).except(rowTested);
      boolean isIndexOnly = rowTested.isEmpty() && rowWanted.isEmpty() && onRow.isEmpty();
      ReadColumns row =
          isIndexOnly
              ? null
              : new ReadColumns(reads(rowTested), condition(onRow), reads(rowWanted));
      return new IndexScan(
          new IndexScan.IndexOf(table, index), bounds(), scan.direction(), entry, row);
    }

    private boolean isTableColumn(int column) {
      return column < table.columns().size();
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
}
