package dev.zdb.kv.io;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** The one place where a failure of files becomes the engine's own. */
public final class DiskFailure {
  private DiskFailure() {}

  /**
   * Says what failed while doing what, and why.
   *
   * @param doing what was being done to which file, as in "writing the log segment x"
   */
  public static KvException of(IOException cause, String doing) {
    return KvException.causedBy(inWords(cause), code(cause), doing + " failed");
  }

  private static ErrorCode code(IOException cause) {
    if (cause instanceof DiskFullException) {
      boolean isMemory = cause.getCause() instanceof OutOfMemoryError;
      return isMemory ? ErrorCode.MEMORY_FULL : ErrorCode.DISK_FULL;
    }
    return isDenied(cause) ? ErrorCode.NOT_PERMITTED : ErrorCode.IO_FAILED;
  }

  /** Whether it is the permissions or a disk that only reads, which may be told only in words. */
  private static boolean isDenied(IOException cause) {
    String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return cause instanceof AccessDeniedException
        || words.contains("permission denied")
        || words.contains("operation not permitted")
        || words.contains("read-only file system");
  }

  /** Where Java says the name of the file alone, the reason is the exception's type. */
  private static IOException inWords(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return new IOException("permission denied: " + cause.getMessage(), cause);
    }
    if (cause instanceof NoSuchFileException) {
      return new IOException("there is no " + cause.getMessage(), cause);
    }
    return cause;
  }
}
