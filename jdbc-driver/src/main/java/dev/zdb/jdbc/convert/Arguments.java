package dev.zdb.jdbc.convert;

import dev.zdb.sql.api.SqlErrorCode;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of what an application hands over; what fails one has SQLSTATE 22023. */
public final class Arguments {
  private Arguments() {}

  /** The value, which must be one. */
  public static <T> T required(@Nullable T value, String what) throws SQLException {
    if (value == null) {
      throw invalid("The %s is null; expected one.", what);
    }
    return value;
  }

  /** Checks that so many values from an offset on are there. */
  static void requireSection(int offset, int count, int size) throws SQLException {
    if (offset < 0 || count < 0 || offset > size - count) {
      throw invalid("There are no %d values from offset %d on; there are %d.", count, offset, size);
    }
  }

  private static SQLException invalid(String format, Object... facts) {
    return new SQLDataException(
        String.format(Locale.ROOT, format, facts), SqlErrorCode.INVALID_PARAMETER_VALUE.sqlState());
  }
}
