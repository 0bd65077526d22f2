package dev.zdb.test.slt;

import dev.zdb.test.slt.SltRecord.Query.SortMode;
import dev.zdb.test.slt.SltRecord.Statement.Expect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads sqllogictest scripts: records parted by blank lines, each with the conditions before it.
 * What is only for another database is left out. Beyond the manual, {@code statement error} may
 * name a SQLSTATE and {@code statement count} names the rows changed.
 */
final class SltScript {
  private static final String US = "zdb";

  private final List<String> lines;
  private int at;

  private SltScript(List<String> lines) {
    this.lines = lines;
  }

  /** The records of a script on the class path, such as {@code test/select1.test}. */
  static List<SltRecord> read(String resource) {
    try (InputStream in = SltScript.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no script " + resource);
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
      return new SltScript(lines).records();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<SltRecord> records() {
    List<SltRecord> records = new ArrayList<>();
    boolean ours = true;
    while (at < lines.size()) {
      String line = line();
      if (line.isEmpty()) {
        ours = true;
        at++;
      } else if (line.startsWith("skipif ")) {
        ours &= !words(line)[1].equals(US);
        at++;
      } else if (line.startsWith("onlyif ")) {
        ours &= words(line)[1].equals(US);
        at++;
      } else if (line.startsWith("halt")) {
        if (ours) {
          break;
        }
        at++;
      } else if (line.startsWith("statement ") || line.startsWith("query ")) {
        SltRecord record = line.startsWith("statement ") ? statement() : query();
        if (ours) {
          records.add(record);
        }
      } else {
        at++;
      }
    }
    return records;
  }

  private SltRecord statement() {
    int start = at + 1;
    String[] head = words(line());
    Expect expect = Expect.valueOf(head[1].toUpperCase(Locale.ROOT));
    String detail = head.length > 2 ? head[2] : "";
    at++;
    return new SltRecord.Statement(start, expect, detail, block("\0").strip());
  }

  private SltRecord query() {
    int start = at + 1;
    String[] head = words(line());
    at++;
    String sql = block("----").strip();
    List<String> expected = new ArrayList<>();
    if (at < lines.size() && line().equals("----")) {
      at++;
      while (at < lines.size() && !lines.get(at).isEmpty()) {
        expected.add(lines.get(at++));
      }
    }
    SortMode sort =
        head.length > 2 ? SortMode.valueOf(head[2].toUpperCase(Locale.ROOT)) : SortMode.NOSORT;
    return new SltRecord.Query(start, head[1], sort, sql, expected);
  }

  private String block(String end) {
    StringBuilder text = new StringBuilder();
    while (at < lines.size() && !line().isEmpty() && !line().equals(end)) {
      text.append(lines.get(at++)).append('\n');
    }
    return text.toString();
  }

  private String line() {
    String line = lines.get(at);
    return line.startsWith("#") ? "" : line.stripTrailing();
  }

  private static String[] words(String line) {
    return line.split("#", 2)[0].strip().split("\\s+", -1);
  }
}
