package dev.zdb.sql.scan;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.KeyCodec;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@link KeyBounds} into ranges of bytes, once their values are known.
 *
 * <p><b>Invariant:</b> the ranges are in the scan's direction, none is empty and no two overlap,
 * whatever the values: a row is visited once.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
final class KeyRanges {
  private final KeyCodec codec;
  private final List<Compiled> bounds;
  private final Direction direction;

  /** Compiles bounds on a key of {@code table} whose leading fields are {@code parts}. */
  KeyRanges(
      KeyCodec codec,
      TableDef table,
      List<KeyPart> parts,
      List<KeyBounds> bounds,
      Direction direction) {
    this.codec = codec;
    this.bounds = bounds.stream().map(each -> new Compiled(each, table, parts)).toList();
    this.direction = direction;
  }

  /** The ranges for the values that the bounds have now. */
  List<KeyRange> evaluate(Execution run) {
    Registers scratch = new Registers(1);
    List<KeyRange> ranges = new ArrayList<>(bounds.size());
    for (Compiled each : bounds) {
      KeyRange range = each.range(run, scratch);
      if (range != null && !range.isEmpty()) {
        ranges.add(range);
      }
    }
    return ranges.size() > 1 ? inOrder(ranges) : ranges;
  }

  /**
   * How many entries of a tree lie in the ranges for the values that the bounds have now, about.
   */
  double entries(RunContext context, TreeId tree) {
    double entries = 0;
    for (KeyRange range : evaluate(context.run())) {
      entries += context.view().estimate(tree, range);
    }
    return entries;
  }

  private List<KeyRange> inOrder(List<KeyRange> ranges) {
    ranges.sort((a, b) -> Arrays.compareUnsigned(a.low(), b.low()));
    List<KeyRange> merged = new ArrayList<>(ranges.size());
    KeyRange last = ranges.get(0);
    for (KeyRange range : ranges.subList(1, ranges.size())) {
      byte[] end = last.high();
      if (end != null && Arrays.compareUnsigned(end, range.low()) < 0) {
        merged.add(last);
        last = range;
      } else {
        last = new KeyRange(last.low(), later(end, range.high()));
      }
    }
    merged.add(last);
    if (direction == Direction.BACKWARD) {
      Collections.reverse(merged);
    }
    return merged;
  }

  private static byte @Nullable [] later(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return null;
    }
    return Arrays.compareUnsigned(a, b) >= 0 ? a : b;
  }

  /** One end of a range, ready to evaluate. */
  private record Edge(FieldBound bound, Assignment value) {
    static @Nullable Edge of(@Nullable FieldBound bound) {
      return bound == null ? null : new Edge(bound, new Assignment(bound.value(), 0));
    }

    boolean isIncluded() {
      return bound.inclusion() == FieldBound.Inclusion.INCLUSIVE;
    }
  }

  /** One {@link KeyBounds}, ready to evaluate. */
  private final class Compiled {
    private final Assignment[] prefix;
    private final boolean[] findsNulls;
    private final boolean isNullable;
    private final boolean isBounded;

    /** The bounds in the order of the bytes. */
    private final @Nullable Edge low;

    private final @Nullable Edge high;

    Compiled(KeyBounds bounds, TableDef table, List<KeyPart> parts) {
      int field = bounds.prefix().size();
      prefix = new Assignment[field];
      findsNulls = new boolean[field];
      for (int i = 0; i < field; i++) {
        FieldMatch match = bounds.prefix().get(i);
        prefix[i] = new Assignment(match.value(), 0);
        findsNulls[i] = match.nulls() == FieldMatch.Nulls.NULLS && isNullable(table, parts.get(i));
      }
      isBounded = bounds.low() != null || bounds.high() != null;
      isNullable = isBounded && isNullable(table, parts.get(field));
      boolean inverted = isBounded && parts.get(field).order() == Order.DESCENDING;
      low = Edge.of(inverted ? bounds.high() : bounds.low());
      high = Edge.of(inverted ? bounds.low() : bounds.high());
    }

    private static boolean isNullable(TableDef table, KeyPart part) {
      return !table.primaryKey().contains(part) && table.columns().get(part.column()).isNullable();
    }

    @Nullable KeyRange range(Execution run, Registers scratch) {
      Bytes key = new Bytes();
      for (int i = 0; i < prefix.length; i++) {
        prefix[i].apply(run, scratch);
        if (scratch.nulls[0] && !findsNulls[i]) {
          return null;
        }
        codec.append(i, scratch, 0, key);
      }
      return isBounded ? bounded(run, scratch, key) : KeyRange.startingWith(key.toArray());
    }

    private @Nullable KeyRange bounded(Execution run, Registers scratch, Bytes key) {
      int prefixLength = key.length();
      if (isNullable) {
        codec.appendNotNull(prefix.length, key);
      }
      byte[] within = key.toArray();
      byte[] from = within;
      byte[] to = KeyRange.afterPrefix(within);
      if (low != null) {
        byte[] value = encoded(low, run, scratch, key.setLength(prefixLength));
        if (value == null) {
          return null;
        }
        from = low.isIncluded() ? value : KeyRange.afterPrefix(value);
        if (from == null) {
          return null;
        }
      }
      if (high != null) {
        byte[] value = encoded(high, run, scratch, key.setLength(prefixLength));
        if (value == null) {
          return null;
        }
        to = high.isIncluded() ? KeyRange.afterPrefix(value) : value;
      }
      return new KeyRange(from, to);
    }

    private byte @Nullable [] encoded(Edge edge, Execution run, Registers scratch, Bytes key) {
      edge.value().apply(run, scratch);
      if (scratch.nulls[0] && edge.bound().nulls() == FieldMatch.Nulls.NOTHING) {
        return null;
      }
      codec.append(prefix.length, scratch, 0, key);
      return key.toArray();
    }
  }
}
