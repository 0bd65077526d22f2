package dev.zdb.jdbc.convert;

import dev.zdb.sql.api.SqlErrorCode;
import java.sql.SQLDataException;
import java.sql.SQLException;

/** What BLOB and CLOB in memory have in common: places counted from 1, and an end of use. */
final class LongValue {
  private boolean isFreed;

  void free() {
    isFreed = true;
  }

  void requireUsable() throws SQLException {
    if (isFreed) {
      throw new SQLException(
          "The BLOB or CLOB was freed.", SqlErrorCode.INVALID_PARAMETER_VALUE.sqlState());
    }
  }

  /** The index, from 0, of a place counted from 1 within {@code size} or just behind it. */
  int index(long place, long size) throws SQLException {
    requireUsable();
    if (place < 1 || place > size + 1) {
      throw refused("position " + place + ", with " + size + " there; the first is 1");
    }
    return (int) (place - 1);
  }

  /** How many of {@code wanted} there are from the index on. */
  int count(long wanted, int index, long size) throws SQLException {
    if (wanted < 0) {
      throw refused("a length of " + wanted);
    }
    return (int) Math.min(wanted, size - index);
  }

  private static SQLException refused(String what) {
    return new SQLDataException(
        "A BLOB or CLOB was asked for " + what + ".",
        SqlErrorCode.INVALID_PARAMETER_VALUE.sqlState());
  }
}
