package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.btree.PageSource;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.StoreFile;
import dev.zdb.kv.io.StoreFile.Force;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.PageVerifier;
import java.io.IOException;
import java.util.Arrays;

/**
 * The file that holds checkpoints.
 *
 * <p><b>Threads:</b> any number read; one, which the engine owns, writes.
 */
public final class DataFile implements PageSource, AutoCloseable {
  public static final String NAME = "data.zdb";

  /** What the file is called until it holds a checkpoint and the store has a log. */
  public static final String UNFINISHED = "data.zdb.new";

  private StoreFile file;
  private volatile long length;

  /** Whether the length may not be durable; so it is at first, after a process that was killed. */
  private boolean resized = true;

  private DataFile(StoreFile file, long length) {
    this.file = file;
    this.length = length;
  }

  static DataFile create(FileSystem files) {
    try {
      return new DataFile(files.create(UNFINISHED), 0);
    } catch (IOException e) {
      throw DiskFailure.of(e, "creating " + UNFINISHED);
    }
  }

  static DataFile open(FileSystem files) {
    try {
      StoreFile file = files.open(NAME);
      return new DataFile(file, file.length());
    } catch (IOException e) {
      throw DiskFailure.of(e, "opening " + NAME);
    }
  }

  public long length() {
    return length;
  }

  @Override
  public byte[] readPage(ExtentRef ref, int tree, int pageBytes) {
    byte[] page = read(ref, new Extent.Label(Extent.Kind.PAGE, tree, pageBytes));
    PageVerifier.verify(page, NAME + ", tree " + tree + ", page at offset " + ref.offset());
    return page;
  }

  @Override
  public byte[] readOverflow(ExtentRef ref, int tree, int valueBytes) {
    int bytes = Extent.HEADER + valueBytes;
    byte[] extent = read(ref, new Extent.Label(Extent.Kind.OVERFLOW, tree, bytes));
    return Arrays.copyOfRange(extent, Extent.HEADER, extent.length);
  }

  byte[] read(ExtentRef ref, Extent.Label label) {
    if (label.length() < Extent.HEADER || ref.units() != Extent.units(label.length())) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "%s, extent at offset %d: %d units for %d bytes",
          NAME,
          ref.offset(),
          ref.units(),
          label.length());
    }
    byte[] bytes = new byte[label.length()];
    int count = readAt(ref.offset(), bytes);
    if (count < bytes.length) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "%s ends within the extent at offset %d, after %d of %d bytes",
          NAME,
          ref.offset(),
          count,
          bytes.length);
    }
    Extent.verify(bytes, label, ref, NAME);
    return bytes;
  }

  /** Reads what there is of a superblock's slot; the rest is zeros. */
  byte[] readSlot(int slot) {
    byte[] block = new byte[Superblock.SLOT_BYTES];
    readAt(Superblock.offset(slot), block);
    return block;
  }

  private int readAt(long offset, byte[] into) {
    try {
      return file.read(offset, into, 0, into.length);
    } catch (IOException e) {
      throw DiskFailure.of(e, "reading " + into.length + " bytes at " + offset + " of " + NAME);
    }
  }

  void write(long offset, byte[] bytes, int count) {
    try {
      file.write(offset, bytes, 0, count);
    } catch (IOException e) {
      throw DiskFailure.of(e, "writing " + count + " bytes at " + offset + " of " + NAME);
    }
    if (offset + count > length) {
      length = offset + count;
      resized = true;
    }
  }

  /**
   * Gives the file its name, all of it being durable: from then on there is a store. Whoever opens
   * the file shall find it by that name, so it is opened again; nobody else has it yet.
   */
  public void publish(FileSystem files) {
    close();
    try {
      files.rename(UNFINISHED, NAME);
      files.syncDirectory("");
      file = files.open(NAME);
    } catch (IOException e) {
      throw DiskFailure.of(e, "giving " + UNFINISHED + " the name " + NAME);
    }
  }

  /** Returns once all that was written survives a power cut. */
  void force() {
    try {
      file.force(resized ? Force.CONTENT_AND_LENGTH : Force.CONTENT);
    } catch (IOException e) {
      throw DiskFailure.of(e, "forcing " + NAME);
    }
    resized = false;
  }

  /** Cuts off what lies behind so many units. */
  void trim(int units) {
    long end = (long) units * ExtentRef.UNIT;
    if (end >= length) {
      return;
    }
    try {
      file.truncate(end);
    } catch (IOException e) {
      throw DiskFailure.of(e, "cutting " + NAME + " to " + end + " bytes");
    }
    length = end;
    resized = true;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw DiskFailure.of(e, "closing " + NAME);
    }
  }
}
