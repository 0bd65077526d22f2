package dev.zdb.sql.plan;

import dev.zdb.sql.exec.Slot;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The two inputs of a join as it is run, which may be the other way round than it was written.
 *
 * @param left the columns of the side whose rows come one by one, among those of both inputs
 * @param right the columns of the side that is held in memory
 */
record Sides(
    RelNode leftRel,
    RelNode rightRel,
    ImmutableBitSet left,
    ImmutableBitSet right,
    int leftStart,
    int rightStart) {

  static Sides of(Join join, boolean isTurned) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int rightCount = join.getRight().getRowType().getFieldCount();
    ImmutableBitSet first = ImmutableBitSet.range(leftCount);
    ImmutableBitSet second = ImmutableBitSet.range(leftCount, leftCount + rightCount);
    return isTurned
        ? new Sides(join.getRight(), join.getLeft(), second, first, leftCount, 0)
        : new Sides(join.getLeft(), join.getRight(), first, second, 0, leftCount);
  }

  /** The number of the first column of a side. */
  int startOf(ImmutableBitSet side) {
    return side.equals(left) ? leftStart : rightStart;
  }

  /** The columns of both sides in the order in which the join was written. */
  List<@Nullable Slot> joined(List<@Nullable Slot> leftSlots, List<@Nullable Slot> rightSlots) {
    List<@Nullable Slot> both = new ArrayList<>(leftStart == 0 ? leftSlots : rightSlots);
    both.addAll(leftStart == 0 ? rightSlots : leftSlots);
    return both;
  }
}
