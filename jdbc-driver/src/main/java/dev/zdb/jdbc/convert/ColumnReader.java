package dev.zdb.jdbc.convert;

import dev.zdb.jdbc.convert.Numbers.Bounds;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.TypeKind;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * Reads one column of a cursor's current row as whatever Java type is asked for. The value must not
 * be null.
 *
 * <p><b>Threads:</b> the cursor's.
 */
public final class ColumnReader {
  private final RowCursor cursor;
  private final int index;
  private final Site site;
  private final Function<RuntimeException, SQLException> explained;
  private final boolean isLong;
  private final boolean isDouble;

  /**
   * Reads column {@code index}, counted from 0.
   *
   * @param explained what a failure of the cursor means to the application
   */
  public ColumnReader(
      RowCursor cursor,
      int index,
      ZoneId zone,
      Function<RuntimeException, SQLException> explained) {
    this.cursor = cursor;
    this.index = index;
    this.explained = explained;
    ColumnMetadata column = cursor.columns().get(index);
    TypeKind kind = column.type().kind();
    this.site = new Site(new Site.Column(index + 1, column.label()), column.type(), zone);
    this.isLong = kind.isInteger() || kind == TypeKind.BOOLEAN;
    this.isDouble = kind.isApproximate();
  }

  public Site site() {
    return site;
  }

  public boolean isNull() throws SQLException {
    try {
      return cursor.isNull(index);
    } catch (RuntimeException failure) {
      throw explained.apply(failure);
    }
  }

  public boolean asBoolean() throws SQLException {
    return isLong ? stored() != 0 : Numbers.truth(asObject(), site);
  }

  public byte asByte() throws SQLException {
    return (byte) asInteger(Bounds.BYTE);
  }

  public short asShort() throws SQLException {
    return (short) asInteger(Bounds.SHORT);
  }

  public int asInt() throws SQLException {
    return (int) asInteger(Bounds.INT);
  }

  public long asLong() throws SQLException {
    return asInteger(Bounds.LONG);
  }

  private long asInteger(Bounds bounds) throws SQLException {
    if (!isLong) {
      return Numbers.integer(asObject(), bounds, site);
    }
    long value = stored();
    if (value < bounds.least() || value > bounds.most()) {
      throw site.outOfRange(bounds.name(), value);
    }
    return value;
  }

  public float asFloat() throws SQLException {
    return isDouble ? Numbers.real(storedDouble(), site) : Numbers.real(asObject(), site);
  }

  public double asDouble() throws SQLException {
    return isDouble ? storedDouble() : Numbers.floating(asObject(), site);
  }

  /** Rounded half up to a scale, as the old form of {@code getBigDecimal} wants it. */
  public BigDecimal asDecimal(int scale) throws SQLException {
    return Numbers.scaled(Numbers.decimal(asObject(), site), scale, site);
  }

  /** The value itself, of the class that {@link TypeKind} names. */
  public Object asObject() throws SQLException {
    try {
      return cursor.asObject(index);
    } catch (RuntimeException failure) {
      throw explained.apply(failure);
    }
  }

  private long stored() throws SQLException {
    try {
      return cursor.asLong(index);
    } catch (RuntimeException failure) {
      throw explained.apply(failure);
    }
  }

  private double storedDouble() throws SQLException {
    try {
      return cursor.asDouble(index);
    } catch (RuntimeException failure) {
      throw explained.apply(failure);
    }
  }
}
