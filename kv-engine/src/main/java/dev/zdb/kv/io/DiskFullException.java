package dev.zdb.kv.io;

import java.io.IOException;

/** The device, the quota or the memory behind a file system has no room for what was written. */
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  public DiskFullException(String message) {
    super(message);
  }

  public DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
