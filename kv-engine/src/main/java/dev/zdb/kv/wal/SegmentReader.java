package dev.zdb.kv.wal;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.StoreFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One segment while it is read, batch after batch.
 *
 * <p><b>Threads:</b> one at a time. <b>Owner:</b> the {@link LogReader}.
 */
final class SegmentReader implements Closeable {
  private static final byte[] BLANK = new byte[BatchFormat.BLOCK];

  private final StoreFile file;
  private final long salt;
  private final byte[] block = new byte[BatchFormat.BLOCK];
  private @Nullable SegmentHeader header;
  private int headerCrc;
  private long position = SegmentHeader.BLOCK;
  private byte[] batch = new byte[BatchFormat.BLOCK];
  private BatchFormat.@Nullable Header found;

  private SegmentReader(StoreFile file, long salt) {
    this.file = file;
    this.salt = salt;
  }

  /** Opens the segment that begins at {@code startLsn}; its header may turn out to be damaged. */
  static SegmentReader open(FileSystem files, UUID store, long startLsn) throws IOException {
    StoreFile file = files.open(Segments.name(startLsn));
    SegmentReader reader = new SegmentReader(file, Segments.salt(store, startLsn));
    try {
      reader.readHeader(store, startLsn);
      return reader;
    } catch (IOException | RuntimeException e) {
      try (file) {
        throw e;
      }
    }
  }

  /** The header, or null where the segment was never wholly made, or is damaged. */
  @Nullable SegmentHeader header() {
    return header;
  }

  int headerCrc() {
    return headerCrc;
  }

  String name() {
    return file.name();
  }

  /** Where the next batch is looked for. */
  long position() {
    return position;
  }

  /** Reads the batch that follows those read before; null where none does. */
  BatchFormat.@Nullable Header readBatch(long lsn, int previousCrc) throws IOException {
    BatchFormat.Header next = batchAt(position);
    if (next == null
        || next.position().startLsn() != lsn
        || next.position().previousCrc() != previousCrc) {
      return null;
    }
    requireSaneParts(next);
    position += BatchFormat.padded(next.length());
    found = next;
    return next;
  }

  /** The record parts of the batch that was read last, until the next one is. */
  ByteBuffer parts() {
    int length = found == null ? BatchFormat.HEADER : found.length();
    return ByteBuffer.wrap(batch, BatchFormat.HEADER, length - BatchFormat.HEADER);
  }

  /** Looks at every place behind those read for batches of this segment, whatever their order. */
  Rest scanRest() throws IOException {
    long length = file.length();
    Rest rest = new Rest(0, 0, 0, position < length);
    for (long at = position; at < length; at += BatchFormat.BLOCK) {
      BatchFormat.Header stray = batchAt(at);
      rest = rest.and(block);
      if (stray != null) {
        rest = rest.and(stray);
      }
    }
    return rest;
  }

  /**
   * What lies behind a break.
   *
   * @param watermark up to where it says that all was durable
   * @param greatestLsn the last position that it gives out
   * @param isBlank whether there is something, and that is what was filled ahead and never written
   */
  record Rest(int batches, long watermark, long greatestLsn, boolean isBlank) {
    private Rest and(BatchFormat.Header stray) {
      return new Rest(
          batches + 1,
          Math.max(watermark, stray.position().watermark()),
          Math.max(greatestLsn, stray.endLsn()),
          isBlank);
    }

    private Rest and(byte[] block) {
      boolean staysBlank = isBlank && Arrays.equals(block, BLANK);
      return new Rest(batches, watermark, greatestLsn, staysBlank);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void readHeader(UUID store, long startLsn) throws IOException {
    if (file.read(0, block, 0, block.length) == block.length) {
      header = SegmentHeader.decode(block, store, startLsn).orElse(null);
      headerCrc = SegmentHeader.crc(block);
    }
  }

  /** Reads the batch at a place, whole and valid in itself, or null. */
  private BatchFormat.@Nullable Header batchAt(long at) throws IOException {
    int read = file.read(at, block, 0, block.length);
    if (read < BatchFormat.HEADER || ByteBuffer.wrap(block).getInt(0) != BatchFormat.MAGIC) {
      return null;
    }
    BatchFormat.Header claimed = BatchFormat.Header.decode(block);
    if (claimed.salt() != salt
        || !claimed.hasSaneLength()
        || at + claimed.length() > file.length()) {
      return null;
    }
    if (batch.length < claimed.length()) {
      batch = new byte[BatchFormat.padded(claimed.length())];
    }
    int whole = file.read(at, batch, 0, claimed.length());
    boolean valid =
        whole == claimed.length()
            && BatchFormat.Header.decode(batch).equals(claimed)
            && BatchFormat.crc(batch, claimed.length()) == claimed.crc();
    return valid ? claimed : null;
  }

  private void requireSaneParts(BatchFormat.Header next) {
    ByteBuffer parts = ByteBuffer.wrap(batch, 0, next.length()).position(BatchFormat.HEADER);
    int count = 0;
    while (parts.remaining() >= BatchFormat.PART_HEADER) {
      long size = parts.getInt();
      byte part = parts.position(parts.position() + 1).get();
      if (size < 0 || size > parts.remaining() || part < 0 || part > BatchFormat.LAST) {
        break;
      }
      parts.position(parts.position() + (int) size);
      count++;
    }
    if (parts.hasRemaining() || count != next.count()) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "the log segment %s has at offset %d a batch of %d record parts, of which %d are whole",
          file.name(),
          position,
          next.count(),
          count);
    }
  }
}
