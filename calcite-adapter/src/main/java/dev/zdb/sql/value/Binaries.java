package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import java.util.Arrays;

/** Binary strings: a BINARY is held with all the zeros that its length asks for. */
public final class Binaries {
  private Binaries() {}

  /** What CAST makes of bytes: cut, or for BINARY filled with zeros, to the type's length. */
  public static byte[] cast(byte[] bytes, SqlType type) {
    boolean fixed = type.kind() == TypeKind.BINARY;
    if (bytes.length > type.precision() || (fixed && bytes.length < type.precision())) {
      return Arrays.copyOf(bytes, type.precision());
    }
    return bytes;
  }

  /** What INSERT makes of bytes: nothing but zeros may be cut to the type's length. */
  public static byte[] assign(byte[] bytes, SqlType type) {
    for (int i = type.precision(); i < bytes.length; i++) {
      if (bytes[i] != 0) {
        throw SqlProblem.of(
            SqlErrorCode.STRING_TOO_LONG, "%d bytes are too long for %s", bytes.length, type);
      }
    }
    return cast(bytes, type);
  }
}
