package dev.zdb.kv.api;

/**
 * The store as of one commit; later commits do not change what it shows. Close it: while it is open
 * the store keeps what it needs, and past a limit ends it with {@link ErrorCode#SNAPSHOT_TOO_OLD}.
 *
 * <p><b>Threads:</b> any number at once.
 */
public interface Snapshot extends ReadView, AutoCloseable {
  @Override
  void close();
}
