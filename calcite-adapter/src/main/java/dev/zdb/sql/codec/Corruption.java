package dev.zdb.sql.codec;

import com.google.errorprone.annotations.FormatMethod;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;

/** Bytes that no row, key or entry can be. */
final class Corruption {
  private Corruption() {}

  @FormatMethod
  static SqlProblem of(String format, Object... args) {
    return SqlProblem.of(SqlErrorCode.CORRUPT, format, args);
  }
}
