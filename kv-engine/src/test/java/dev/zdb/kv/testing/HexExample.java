package dev.zdb.kv.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes written out in a document under {@code docs/format}, sixteen a row behind their offset;
 * rows left out are zeros.
 */
public final class HexExample {
  private static final Pattern ROW =
      Pattern.compile("^([0-9a-f]{4})  ((?:[0-9a-f]{2} ?){16})$", Pattern.MULTILINE);

  private HexExample() {}

  /** The rows between a heading of a document and the next, as so many bytes. */
  public static byte[] under(String heading, String document, int size) throws IOException {
    String text = Files.readString(Path.of("docs/format", document));
    int from = text.indexOf(heading);
    if (from < 0) {
      throw new IllegalArgumentException(document + " has no heading " + heading);
    }
    int next = text.indexOf("\n#", from + heading.length());
    Matcher row = ROW.matcher(text.substring(from, next < 0 ? text.length() : next));
    byte[] bytes = new byte[size];
    while (row.find()) {
      byte[] sixteen = HexFormat.ofDelimiter(" ").parseHex(row.group(2).strip());
      System.arraycopy(sixteen, 0, bytes, Integer.parseInt(row.group(1), 16), 16);
    }
    return bytes;
  }

  /** The rows that stand for these bytes, for a document that lacks them. */
  public static String rows(byte[] bytes) {
    StringBuilder rows = new StringBuilder();
    for (int at = 0; at < bytes.length; at += 16) {
      byte[] sixteen = Arrays.copyOfRange(bytes, at, at + 16);
      if (!Arrays.equals(sixteen, new byte[16])) {
        String offset = HexFormat.of().toHexDigits((short) at);
        rows.append(offset).append("  ").append(HexFormat.ofDelimiter(" ").formatHex(sixteen));
        rows.append('\n');
      }
    }
    return rows.toString();
  }
}
