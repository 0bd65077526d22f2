package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Decimal128;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value lies in one of the ranges of constants that an IN list, a BETWEEN or a chain of
 * ORs was boiled down to. The value is evaluated once and found by bisection, among strings that
 * are points by hashing.
 */
public final class RangeSet {
  private RangeSet() {}

  /**
   * A range of constants.
   *
   * @param lower null if there is none
   * @param upper null if there is none
   */
  public record Range(
      @Nullable Constant lower, Edge lowerEdge, @Nullable Constant upper, Edge upperEdge) {

    /** The range of one value. */
    public static Range point(Constant value) {
      return new Range(value, Edge.INCLUDED, value, Edge.INCLUDED);
    }

    /** Whether each end there is fits in one word. */
    boolean hasWords() {
      return (lower == null || lower.isWord()) && (upper == null || upper.isWord());
    }

    boolean isPoint() {
      return lower != null && upper != null && lower.compareTo(upper) == 0;
    }
  }

  /** Whether a range's end belongs to it. */
  public enum Edge {
    INCLUDED,
    EXCLUDED
  }

  /**
   * Tests a value.
   *
   * @param ranges of constants of the value's type, ascending, none touching the next
   * @param ifNull the answer for NULL
   */
  public static Expression contains(Expression value, List<Range> ranges, Truth ifNull) {
    Form form = Form.of(value.type().kind());
    if (form == Form.TEXT && ranges.stream().allMatch(Range::isPoint)) {
      return new Hashed(value, ranges, ifNull);
    }
    if (form.isObject()) {
      return new Objects(value, ranges, ifNull);
    }
    return columnRange(value, ranges, ifNull, form);
  }

  private static Expression columnRange(
      Expression value, List<Range> ranges, Truth ifNull, Form form) {
    boolean isWord =
        form == Form.WORD || (form == Form.DECIMAL && Decimal128.areWords(value.type()));
    if (value instanceof RegisterRead column
        && isWord
        && ranges.size() == 1
        && ranges.get(0).hasWords()
        && ifNull == Truth.UNKNOWN) {
      Constant lower = ranges.get(0).lower;
      Constant upper = ranges.get(0).upper;
      boolean openLow = ranges.get(0).lowerEdge == Edge.EXCLUDED;
      boolean openHigh = ranges.get(0).upperEdge == Edge.EXCLUDED;
      boolean atEnd =
          (lower != null && openLow && lower.word == Long.MAX_VALUE)
              || (upper != null && openHigh && upper.word == Long.MIN_VALUE);
      if (!atEnd) {
        return new LongRange(
            column.index(),
            lower == null ? Long.MIN_VALUE : lower.word + (openLow ? 1 : 0),
            upper == null ? Long.MAX_VALUE : upper.word - (openHigh ? 1 : 0));
      }
    }
    return new Words(value, ranges, ifNull, form);
  }

  private abstract static class Search extends Expression {
    final Expression value;
    final Range[] ranges;
    private final Truth ifNull;

    Search(Expression value, List<Range> ranges, Truth ifNull) {
      super(SqlType.BOOLEAN);
      this.value = value;
      this.ranges = ranges.toArray(Range[]::new);
      this.ifNull = ifNull;
    }

    @Override
    public final boolean mayRead(int register) {
      return value.mayRead(register);
    }

    final long answerForNull(Registers registers) {
      registers.isNull = ifNull == Truth.UNKNOWN;
      return ifNull == Truth.TRUE ? 1 : 0;
    }
  }

  private static final class Words extends Search {
    private final Form form;

    Words(Expression value, List<Range> ranges, Truth ifNull, Form form) {
      super(value, ranges, ifNull);
      this.form = form;
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long word = value.word(run);
      return registers.isNull ? answerForNull(registers) : search(word, registers.high);
    }

    private long search(long word, long high) {
      int from = 0;
      int to = ranges.length - 1;
      while (from <= to) {
        int middle = (from + to) >>> 1;
        int place = place(word, high, ranges[middle]);
        if (place == 0) {
          return 1;
        }
        if (place < 0) {
          to = middle - 1;
        } else {
          from = middle + 1;
        }
      }
      return 0;
    }

    /** Negative below the range, zero in it, positive above it. */
    private int place(long word, long high, Range range) {
      Constant lower = range.lower;
      if (lower != null) {
        int compared = form.compare(word, high, lower.word, lower.high);
        if (compared < 0 || (compared == 0 && range.lowerEdge == Edge.EXCLUDED)) {
          return -1;
        }
      }
      Constant upper = range.upper;
      if (upper != null) {
        int compared = form.compare(word, high, upper.word, upper.high);
        return compared > 0 || (compared == 0 && range.upperEdge == Edge.EXCLUDED) ? 1 : 0;
      }
      return 0;
    }
  }

  private static final class Objects extends Search {
    private final Form form;

    Objects(Expression value, List<Range> ranges, Truth ifNull) {
      super(value, ranges, ifNull);
      this.form = Form.of(value.type().kind());
    }

    @Override
    public long word(Execution run) {
      Object object = value.object(run);
      if (object == null) {
        return answerForNull(run.registers);
      }
      run.registers.isNull = false;
      for (Range range : ranges) {
        if (isAbove(object, range) && isBelow(object, range)) {
          return 1;
        }
      }
      return 0;
    }

    private boolean isAbove(Object object, Range range) {
      if (range.lower == null) {
        return true;
      }
      int compared = form.compare(object, range.lower.object);
      return compared > 0 || (compared == 0 && range.lowerEdge == Edge.INCLUDED);
    }

    private boolean isBelow(Object object, Range range) {
      if (range.upper == null) {
        return true;
      }
      int compared = form.compare(object, range.upper.object);
      return compared < 0 || (compared == 0 && range.upperEdge == Edge.INCLUDED);
    }
  }

  private static final class Hashed extends Search {
    private final Set<String> points = new HashSet<>();

    Hashed(Expression value, List<Range> ranges, Truth ifNull) {
      super(value, ranges, ifNull);
      for (Range range : ranges) {
        if (range.lower != null && range.lower.object instanceof String point) {
          points.add(point);
        }
      }
    }

    @Override
    public long word(Execution run) {
      String text = (String) value.object(run);
      if (text == null) {
        return answerForNull(run.registers);
      }
      return points.contains(text) ? 1 : 0;
    }
  }
}
