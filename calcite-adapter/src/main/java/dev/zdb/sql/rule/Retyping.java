package dev.zdb.sql.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Mends expressions that speak of a column as of a type which it has no more, since what is below
 * was rewritten: they read it as it is, and convert it to what it was.
 */
final class Retyping extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode rel) {
    RelNode over = super.visit(rel);
    List<RelDataTypeField> fields = new ArrayList<>();
    over.getInputs().forEach(input -> fields.addAll(input.getRowType().getFieldList()));
    return over.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            RexInputRef now = RexInputRef.of(reference.getIndex(), fields);
            return now.getType().equals(reference.getType())
                ? reference
                : over.getCluster()
                    .getRexBuilder()
                    .ensureType(reference.getType(), now, /* matchNullability= */ true);
          }
        });
  }
}
