package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.SqlWarning;
import java.util.ArrayList;
import java.util.List;

/**
 * Warnings on the wire.
 *
 * <pre>
 *   varint  count of warnings, then each: text SQLSTATE, text message
 * </pre>
 */
final class WireWarnings {
  private WireWarnings() {}

  static void write(PayloadWriter out, List<SqlWarning> warnings) {
    out.varint(warnings.size());
    for (SqlWarning warning : warnings) {
      out.text(warning.sqlState());
      out.text(warning.message());
    }
  }

  static List<SqlWarning> read(PayloadReader in) {
    int count = in.count(2);
    if (count == 0) {
      return List.of();
    }
    List<SqlWarning> warnings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      warnings.add(new SqlWarning(in.text(), in.text()));
    }
    return warnings;
  }
}
