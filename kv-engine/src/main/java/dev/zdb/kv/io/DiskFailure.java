package dev.zdb.kv.io;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.io.IOException;

/** The one place where a failure of files becomes the engine's own. */
public final class DiskFailure {
  private DiskFailure() {}

  /**
   * Says what failed while doing what.
   *
   * @param doing what was being done to which file, as in "writing the log segment x"
   */
  public static KvException of(IOException cause, String doing) {
    ErrorCode code = cause instanceof DiskFullException ? ErrorCode.DISK_FULL : ErrorCode.IO_FAILED;
    return KvException.causedBy(cause, code, doing + " failed");
  }
}
