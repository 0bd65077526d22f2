package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlType;
import java.util.Arrays;
import java.util.Objects;

/**
 * The order, the equality and the hash of the values of one kind, read where they lie in registers.
 * The registers of the two sides may be of different runs or buffers.
 *
 * <p><b>Invariant:</b> the order is total, is that of the encoded keys, and equal values hash
 * alike: -0.0 equals 0.0, every NaN equals NaN and is above all. NULLs are the caller's affair.
 * Both sides are of one kind, DECIMALs of one scale.
 *
 * <p><b>Threads:</b> stateless.
 */
public abstract class ValueOrder {
  private ValueOrder() {}

  /** The order of a type's values. */
  public static ValueOrder of(SqlType type) {
    return switch (type.kind()) {
      case REAL, DOUBLE -> new Doubles();
      case DECIMAL -> new Decimals();
      case TIMESTAMP, INTERVAL_SECONDS -> new Moments();
      case UUID -> new Uuids();
      case CHAR, VARCHAR -> new Strings();
      case BINARY, VARBINARY -> new Binaries();
      default -> new Words();
    };
  }

  /** Negative, zero or positive as register i of a is below, equal to or above register j of b. */
  public abstract int compare(Registers a, int i, Registers b, int j);

  /** Whether the two are equal, in less time than {@link #compare} where that is possible. */
  public boolean equal(Registers a, int i, Registers b, int j) {
    return compare(a, i, b, j) == 0;
  }

  /** Equal for equal values. */
  public abstract int hash(Registers registers, int i);

  private static int mix(long word) {
    long mixed = word * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  private static int mix(long word, long high) {
    return mix(word ^ Long.rotateLeft(high * 0xC2B2AE3D27D4EB4FL, 31));
  }

  private static final class Words extends ValueOrder {
    @Override
    public int compare(Registers a, int i, Registers b, int j) {
      return Long.compare(a.words[i], b.words[j]);
    }

    @Override
    public boolean equal(Registers a, int i, Registers b, int j) {
      return a.words[i] == b.words[j];
    }

    @Override
    public int hash(Registers registers, int i) {
      return mix(registers.words[i]);
    }
  }

  private static final class Doubles extends ValueOrder {
    @Override
    public int compare(Registers a, int i, Registers b, int j) {
      return DoubleOrder.compareBits(a.words[i], b.words[j]);
    }

    @Override
    public int hash(Registers registers, int i) {
      double value = Double.longBitsToDouble(registers.words[i]);
      return mix(value == 0 ? 0 : Double.doubleToLongBits(value));
    }
  }

  private static final class Decimals extends ValueOrder {
    @Override
    public int compare(Registers a, int i, Registers b, int j) {
      int high = Long.compare(a.highs[i], b.highs[j]);
      return high != 0 ? high : Long.compareUnsigned(a.words[i], b.words[j]);
    }

    @Override
    public boolean equal(Registers a, int i, Registers b, int j) {
      return a.words[i] == b.words[j] && a.highs[i] == b.highs[j];
    }

    @Override
    public int hash(Registers registers, int i) {
      return mix(registers.words[i], registers.highs[i]);
    }
  }

  private static final class Moments extends ValueOrder {
    @Override
    public int compare(Registers a, int i, Registers b, int j) {
      int second = Long.compare(a.words[i], b.words[j]);
      return second != 0 ? second : Long.compare(a.highs[i], b.highs[j]);
    }

    @Override
    public int hash(Registers registers, int i) {
      return mix(registers.words[i], registers.highs[i]);
    }
  }

  private static final class Uuids extends ValueOrder {
    @Override
    public int compare(Registers a, int i, Registers b, int j) {
      int most = Long.compareUnsigned(a.words[i], b.words[j]);
      return most != 0 ? most : Long.compareUnsigned(a.highs[i], b.highs[j]);
    }

    @Override
    public int hash(Registers registers, int i) {
      return mix(registers.words[i], registers.highs[i]);
    }
  }

  private static final class Strings extends ValueOrder {
    @Override
    public int compare(Registers a, int i, Registers b, int j) {
      return CodePointOrder.compare(text(a, i), text(b, j));
    }

    @Override
    public boolean equal(Registers a, int i, Registers b, int j) {
      return text(a, i).equals(text(b, j));
    }

    @Override
    public int hash(Registers registers, int i) {
      return mix(text(registers, i).hashCode());
    }

    private static String text(Registers registers, int i) {
      return (String) Objects.requireNonNull(registers.objects[i]);
    }
  }

  private static final class Binaries extends ValueOrder {
    @Override
    public int compare(Registers a, int i, Registers b, int j) {
      return Arrays.compareUnsigned(bytes(a, i), bytes(b, j));
    }

    @Override
    public boolean equal(Registers a, int i, Registers b, int j) {
      return Arrays.equals(bytes(a, i), bytes(b, j));
    }

    @Override
    public int hash(Registers registers, int i) {
      return mix(Arrays.hashCode(bytes(registers, i)));
    }

    private static byte[] bytes(Registers registers, int i) {
      return (byte[]) Objects.requireNonNull(registers.objects[i]);
    }
  }
}
