package dev.zdb.test.jdbc;

import dev.zdb.sql.parse.GeneratedParserConstants;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The words of SQL. */
final class Words {
  private Words() {}

  /** All that the parser knows by name, in the order of the alphabet. */
  static List<String> ofTheParser() {
    return Arrays.stream(GeneratedParserConstants.tokenImage)
        .filter(image -> image.matches("\"[A-Z][A-Z_0-9]*\""))
        .map(image -> image.substring(1, image.length() - 1))
        .sorted()
        .toList();
  }

  static List<String> reservedBySql2003() {
    try (InputStream in = Words.class.getResourceAsStream("/jdbc/sql2003.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return List.of(text.replaceFirst("#.*", "").strip().split("\\s+", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
