package dev.zdb.jdbc.convert;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlType;
import java.sql.SQLDataException;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Where a value stands, which is what a conversion must know and a refusal must say.
 *
 * @param place for messages
 * @param type the SQL type there
 * @param zone the zone in which instants are read as local times and back
 */
public record Site(Place place, SqlType type, ZoneId zone) {
  private static final int SHOWN = 40;

  /** A place that says what it is, once it is asked. */
  public sealed interface Place {}

  /** A column of a result, counted from 1. */
  public record Column(int number, String label) implements Place {
    @Override
    public String toString() {
      return "column " + number + " (" + label + ")";
    }
  }

  /** A parameter of a statement, counted from 1. */
  public record Parameter(int number) implements Place {
    @Override
    public String toString() {
      return "parameter " + number;
    }
  }

  /** The same place, seen from another zone. */
  public Site in(ZoneId other) {
    return other.equals(zone) ? this : new Site(place, type, other);
  }

  /** That the value, whatever it is, has no meaning as the target. */
  public SQLDataException cannotBe(String target, Object value) {
    return new SQLDataException(
        String.format(
            Locale.ROOT,
            "The value %s of %s, of type %s, cannot be converted to %s.",
            shown(value),
            place,
            type,
            target),
        SqlErrorCode.INVALID_TEXT.sqlState());
  }

  /** That the target is too small for the value. */
  public SQLDataException outOfRange(String target, Object value) {
    return new SQLDataException(
        String.format(
            Locale.ROOT,
            "The value %s of %s, of type %s, is out of the range of %s.",
            shown(value),
            place,
            type,
            target),
        SqlErrorCode.NUMERIC_OUT_OF_RANGE.sqlState());
  }

  private static String shown(Object value) {
    if (value instanceof byte[] bytes) {
      return "of " + bytes.length + " bytes";
    }
    String text = value.toString();
    String part = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return value instanceof String ? "'" + part + "'" : part;
  }
}
