package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import org.jspecify.annotations.Nullable;

/**
 * What every join does alike: it goes through the left rows, asks how each is matched, and shows
 * what its {@link JoinKind} says. How the right rows are found is each join's own.
 */
abstract class JoinRun implements RowSource {
  final Execution run;
  final Registers registers;
  final JoinKind kind;
  private final RowSource left;
  private final @Nullable Expression condition;
  private final int[] leftRegisters;
  private final int[] rightRegisters;
  private final int mark;
  private int steps;
  private boolean unknown;
  private boolean withinLeftRow;
  private boolean matched;
  private boolean leftEnded;

  /** What a join is made of. */
  record Parts(
      JoinKind kind,
      RowSource left,
      RowSource right,
      JoinRows rows,
      @Nullable Expression condition) {}

  JoinRun(Parts parts, RunContext context) {
    this.run = context.run();
    this.registers = run.registers;
    this.kind = parts.kind();
    this.left = parts.left();
    this.condition = parts.condition();
    this.leftRegisters = Slot.registers(parts.rows().left());
    this.rightRegisters = Slot.registers(parts.rows().right());
    this.mark = parts.rows().mark();
  }

  /** Stands before the first right row that may match the left row, which is in its registers. */
  abstract void startMatches();

  /**
   * Puts the next right row into its registers that matches, as {@link #conditionHolds} says of
   * those that may; returns whether there is one.
   */
  abstract boolean nextMatch();

  /** Whether, none having matched, it is unknown rather than false that one did. */
  boolean isUnknown() {
    return unknown;
  }

  /** Puts the next right row that never matched into its registers: for {@link JoinKind#FULL}. */
  boolean nextUnmatched() {
    return false;
  }

  /** Starts the left side; the right one is ready. */
  final void startLeft() {
    withinLeftRow = false;
    leftEnded = false;
    left.start();
  }

  /** Shows nothing: without right rows there will be no match. */
  final void endAtOnce() {
    withinLeftRow = false;
    leftEnded = true;
  }

  final boolean hasCondition() {
    return condition != null;
  }

  /** Whether the condition is true of the two rows; remembers if it was unknown. */
  final boolean conditionHolds() {
    if (condition == null) {
      return true;
    }
    boolean holds = condition.word(run) != 0;
    if (registers.isNull) {
      unknown = true;
      return false;
    }
    return holds;
  }

  /** Called for each right row looked at. */
  final void step() {
    if ((++steps & 1023) == 0) {
      run.checkStopped();
    }
  }

  @Override
  public final boolean next() {
    while (true) {
      if (withinLeftRow && showNextOfLeftRow()) {
        return true;
      }
      if (leftEnded || !left.next()) {
        return endLeft();
      }
      step();
      unknown = false;
      matched = false;
      startMatches();
      if (kind.showsPairs()) {
        withinLeftRow = true;
      } else if (showsLeftRow()) {
        return true;
      }
    }
  }

  private boolean showNextOfLeftRow() {
    if (nextMatch()) {
      matched = true;
      return true;
    }
    withinLeftRow = false;
    if (matched || kind == JoinKind.INNER) {
      return false;
    }
    setNull(rightRegisters);
    return true;
  }

  private boolean showsLeftRow() {
    boolean match = nextMatch();
    boolean maybe = !match && kind.mindsUnknown() && isUnknown();
    if (kind == JoinKind.MARK) {
      registers.words[mark] = match ? 1 : 0;
      registers.nulls[mark] = maybe;
      return true;
    }
    return kind == JoinKind.SEMI ? match : !match && !maybe;
  }

  private boolean endLeft() {
    leftEnded = true;
    if (kind != JoinKind.FULL || !nextUnmatched()) {
      return false;
    }
    setNull(leftRegisters);
    return true;
  }

  private void setNull(int[] some) {
    for (int register : some) {
      registers.nulls[register] = true;
    }
  }
}
