package dev.zdb.sql.exec;

import java.util.List;

/**
 * The registers on both sides of a join.
 *
 * @param left those of the left row that are read above, which {@link JoinKind#FULL} makes NULL
 * @param right those of the right row that are read above or by the join's condition
 * @param mark the BOOLEAN register that {@link JoinKind#MARK} writes; {@link #NO_MARK} for others
 */
public record JoinRows(List<Slot> left, List<Slot> right, int mark) {
  public static final int NO_MARK = -1;

  public JoinRows {
    left = List.copyOf(left);
    right = List.copyOf(right);
  }

  /** The registers of a join that marks nothing. */
  public static JoinRows of(List<Slot> left, List<Slot> right) {
    return new JoinRows(left, right, NO_MARK);
  }
}
