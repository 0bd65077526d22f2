package dev.zdb.sql.ddl;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.catalog.SchemaChange.Name;
import java.nio.charset.StandardCharsets;

/** How long a name may be. */
public final class Names {
  /** The longest name, in bytes of UTF-8. */
  public static final int MAX_BYTES = 128;

  private Names() {}

  static void requireFits(Name name) {
    int length = name.text().getBytes(StandardCharsets.UTF_8).length;
    if (length == 0) {
      throw name.problem(SqlErrorCode.SYNTAX, "a name cannot be empty");
    }
    if (length > MAX_BYTES) {
      throw name.problem(
          SqlErrorCode.NAME_TOO_LONG,
          "the name %s has %d bytes, more than %d",
          name,
          length,
          MAX_BYTES);
    }
  }

  /** As much of the text as fits with a suffix behind it. */
  static String cut(String text, String suffix) {
    int room = MAX_BYTES - suffix.length();
    int end = text.length();
    while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > room) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + suffix;
  }
}
