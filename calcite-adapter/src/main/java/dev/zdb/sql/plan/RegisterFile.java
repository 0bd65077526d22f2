package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.rex.Columns;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the registers of one plan, parameters first, and knows where the rows lie that
 * correlated parts look out to.
 */
final class RegisterFile {
  private final Map<String, List<@Nullable Slot>> outerRows = new HashMap<>();
  private int count;

  RegisterFile(int parameterCount) {
    this.count = parameterCount;
  }

  int count() {
    return count;
  }

  /** A register that nobody has. */
  Slot allocate(SqlType type) {
    return new Slot(count++, type);
  }

  /** A register for each column of a row that is read. */
  List<@Nullable Slot> allocate(RelDataType row, ImmutableBitSet read) {
    List<@Nullable Slot> columns = new ArrayList<>();
    for (RelDataTypeField field : row.getFieldList()) {
      columns.add(read.get(field.getIndex()) ? allocate(SqlTypes.of(field.getType())) : null);
    }
    return columns;
  }

  /** Makes a row visible under the name of a correlation variable. */
  void showOuter(String correlation, List<@Nullable Slot> row) {
    outerRows.put(correlation, row);
  }

  /** Compiles expressions over a row. */
  RexCompiler compilerOver(List<@Nullable Slot> row) {
    return new RexCompiler(columnsOf(row));
  }

  Columns columnsOf(List<@Nullable Slot> row) {
    return new Columns() {
      @Override
      public int input(int column) {
        return registerOf(row, column);
      }

      @Override
      public int outer(String correlation, int column) {
        List<@Nullable Slot> outer = outerRows.get(correlation);
        if (outer == null) {
          throw SqlProblem.of(
              SqlErrorCode.FEATURE_NOT_SUPPORTED,
              "a sub-query that looks out to a row of a query further out is not supported here");
        }
        return registerOf(outer, column);
      }
    };
  }

  private static int registerOf(List<@Nullable Slot> row, int column) {
    Slot slot = row.get(column);
    if (slot == null) {
      throw new IllegalStateException("column " + column + " was not asked for");
    }
    return slot.register();
  }
}
