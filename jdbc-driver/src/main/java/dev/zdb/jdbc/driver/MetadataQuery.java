package dev.zdb.jdbc.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The queries over INFORMATION_SCHEMA, each a file in the folder {@code metadata}. */
enum MetadataQuery {
  TABLES,
  COLUMNS,
  SCHEMAS,
  PRIMARY_KEYS,
  INDEX_INFO,
  BEST_ROW_IDENTIFIER,
  TYPE_INFO;

  private final String sql = read("metadata/" + name().toLowerCase(Locale.ROOT) + ".sql");

  String sql() {
    return sql;
  }

  private static String read(String resource) {
    try (InputStream stream = MetadataQuery.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("The resource " + resource + " is not in the jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
