package dev.zdb.sql.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Columns picked from a row and computed from it. One that only picks does nothing at run time,
 * when a column is where it lies.
 */
public final class ZdbProject extends Project implements ZdbRel {
  private final ImmutableBitSet read;

  private ZdbProject(
      RelTraitSet traits,
      RelNode input,
      List<? extends RexNode> projects,
      RelDataType row,
      ImmutableBitSet read) {
    super(input.getCluster(), traits, List.of(), input, projects, row, Set.of());
    this.read = read;
  }

  /**
   * @param read the columns that are read above; others are left out
   */
  static ZdbProject of(
      ZdbRel input, List<? extends RexNode> projects, RelDataType row, ImmutableBitSet read) {
    RelTraitSet traits = ZdbConvention.traits(orderAbove(projects, input.order()));
    return new ZdbProject(traits, input, projects, row, read);
  }

  private static List<RelFieldCollation> orderAbove(
      List<? extends RexNode> projects, List<RelFieldCollation> below) {
    List<RelFieldCollation> above = new ArrayList<>();
    for (RelFieldCollation key : below) {
      int column = columnOf(key.getFieldIndex(), projects);
      if (column < 0) {
        break;
      }
      above.add(key.withFieldIndex(column));
    }
    return above;
  }

  private static int columnOf(int inputColumn, List<? extends RexNode> projects) {
    for (int i = 0; i < projects.size(); i++) {
      if (projects.get(i) instanceof RexInputRef reference && reference.getIndex() == inputColumn) {
        return i;
      }
    }
    return -1;
  }

  /** The columns that are read above. */
  public ImmutableBitSet read() {
    return read;
  }

  private boolean computes() {
    return read.asList().stream()
        .anyMatch(each -> !(getProjects().get(each) instanceof RexInputRef));
  }

  @Override
  public ZdbProject copy(
      RelTraitSet traits, RelNode input, List<RexNode> projects, RelDataType row) {
    return new ZdbProject(traits, input, projects, row, read);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return computes() ? "Project " + Lines.list(getProjects(), input) : "";
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("read", read);
  }
}
