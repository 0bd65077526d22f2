package dev.zdb.jdbc.convert;

import static dev.zdb.jdbc.convert.Arguments.requireSection;
import static dev.zdb.jdbc.convert.Arguments.required;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Text in memory as a CLOB, counted in {@code char}s as Java does. Writing changes this object
 * alone, never the database.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class MemoryClob implements NClob {
  private final LongValue state = new LongValue();
  private final StringBuilder text;

  MemoryClob(String text) {
    this.text = new StringBuilder(text);
  }

  public static MemoryClob empty() {
    return new MemoryClob("");
  }

  @Override
  public long length() throws SQLException {
    state.requireUsable();
    return text.length();
  }

  @Override
  public String getSubString(long pos, int length) throws SQLException {
    int from = state.index(pos, text.length());
    return text.substring(from, from + state.count(length, from, text.length()));
  }

  @Override
  public Reader getCharacterStream() throws SQLException {
    return getCharacterStream(1, text.length());
  }

  @Override
  public Reader getCharacterStream(long pos, long length) throws SQLException {
    int from = state.index(pos, text.length());
    return new StringReader(text.substring(from, from + state.count(length, from, text.length())));
  }

  @Override
  public InputStream getAsciiStream() throws SQLException {
    state.requireUsable();
    return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public long position(@Nullable String searched, long start) throws SQLException {
    int found = text.indexOf(required(searched, "text to find"), state.index(start, text.length()));
    return found < 0 ? -1 : found + 1L;
  }

  @Override
  public long position(@Nullable Clob searched, long start) throws SQLException {
    Clob given = required(searched, "text to find");
    return position(given.getSubString(1, (int) given.length()), start);
  }

  @Override
  public int setString(long pos, @Nullable String written) throws SQLException {
    return setString(pos, written, 0, required(written, "text").length());
  }

  @Override
  public int setString(long pos, @Nullable String given, int offset, int len) throws SQLException {
    String written = required(given, "text");
    requireSection(offset, len, written.length());
    int from = state.index(pos, text.length());
    String part = written.substring(offset, offset + len);
    text.replace(from, Math.min(from + len, text.length()), part);
    return len;
  }

  @Override
  public OutputStream setAsciiStream(long pos) throws SQLException {
    Writer writer = setCharacterStream(pos);
    return new OutputStream() {
      @Override
      public void write(int b) throws java.io.IOException {
        writer.write(new String(new byte[] {(byte) b}, StandardCharsets.US_ASCII));
      }
    };
  }

  @Override
  public Writer setCharacterStream(long pos) throws SQLException {
    int from = state.index(pos, text.length());
    return new Writer() {
      private int at = from;

      @Override
      public void write(char[] buffer, int off, int len) {
        text.replace(at, Math.min(at + len, text.length()), new String(buffer, off, len));
        at += len;
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void truncate(long len) throws SQLException {
    text.setLength(state.index(len + 1, text.length()));
  }

  @Override
  public void free() {
    state.free();
    text.setLength(0);
  }
}
