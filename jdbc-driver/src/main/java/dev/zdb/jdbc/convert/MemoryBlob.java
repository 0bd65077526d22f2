package dev.zdb.jdbc.convert;

import static dev.zdb.jdbc.convert.Arguments.requireSection;
import static dev.zdb.jdbc.convert.Arguments.required;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in memory as a BLOB. Writing changes this object alone, never the database.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class MemoryBlob implements Blob {
  private final LongValue state = new LongValue();
  private byte[] bytes;

  /** Takes the bytes over. */
  MemoryBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  public static MemoryBlob empty() {
    return new MemoryBlob(new byte[0]);
  }

  @Override
  public long length() throws SQLException {
    state.requireUsable();
    return bytes.length;
  }

  @Override
  public byte[] getBytes(long pos, int length) throws SQLException {
    int from = state.index(pos, bytes.length);
    return Arrays.copyOfRange(bytes, from, from + state.count(length, from, bytes.length));
  }

  @Override
  public InputStream getBinaryStream() throws SQLException {
    return getBinaryStream(1, bytes.length);
  }

  @Override
  public InputStream getBinaryStream(long pos, long length) throws SQLException {
    int from = state.index(pos, bytes.length);
    return new ByteArrayInputStream(bytes, from, state.count(length, from, bytes.length));
  }

  @Override
  public long position(byte @Nullable [] searched, long start) throws SQLException {
    byte[] pattern = required(searched, "pattern");
    for (int at = state.index(start, bytes.length); at + pattern.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
        return at + 1L;
      }
    }
    return -1;
  }

  @Override
  public long position(@Nullable Blob searched, long start) throws SQLException {
    Blob pattern = required(searched, "pattern");
    return position(pattern.getBytes(1, (int) pattern.length()), start);
  }

  @Override
  public int setBytes(long pos, byte @Nullable [] written) throws SQLException {
    return setBytes(pos, written, 0, required(written, "array of bytes").length);
  }

  @Override
  public int setBytes(long pos, byte @Nullable [] given, int offset, int len) throws SQLException {
    byte[] written = required(given, "array of bytes");
    requireSection(offset, len, written.length);
    int from = state.index(pos, bytes.length);
    if (from + len > bytes.length) {
      bytes = Arrays.copyOf(bytes, from + len);
    }
    System.arraycopy(written, offset, bytes, from, len);
    return len;
  }

  @Override
  public OutputStream setBinaryStream(long pos) throws SQLException {
    int from = state.index(pos, bytes.length);
    return new ByteArrayOutputStream() {
      @Override
      public synchronized void write(int b) {
        super.write(b);
        keep();
      }

      @Override
      public synchronized void write(byte[] b, int off, int len) {
        super.write(b, off, len);
        keep();
      }

      private void keep() {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length, from + count));
        System.arraycopy(buf, 0, bytes, from, count);
      }
    };
  }

  @Override
  public void truncate(long len) throws SQLException {
    bytes = Arrays.copyOf(bytes, state.index(len + 1, bytes.length));
  }

  @Override
  public void free() {
    state.free();
    bytes = new byte[0];
  }
}
