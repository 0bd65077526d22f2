package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;

/** INTERSECT or EXCEPT of two inputs. */
public final class ZdbSetOperation extends SetOp implements ZdbRel {
  /**
   * @param row the very types that both inputs have
   */
  ZdbSetOperation(List<RelNode> inputs, SqlKind kind, boolean all, RelDataType row) {
    super(inputs.get(0).getCluster(), ZdbConvention.unordered(), List.of(), inputs, kind, all);
    this.rowType = row;
  }

  @Override
  public ZdbSetOperation copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
    return new ZdbSetOperation(inputs, kind, all, getRowType());
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return (kind == SqlKind.INTERSECT ? "Intersect" : "Except") + (all ? "All" : "");
  }
}
