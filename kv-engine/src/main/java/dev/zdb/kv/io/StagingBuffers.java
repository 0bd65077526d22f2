package dev.zdb.kv.io;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * The direct buffers through which all bytes pass, each lent for one transfer.
 *
 * <p><b>Invariant:</b> at most {@link #MOST} of them, whatever the threads; the first is there from
 * the start, so that a lack of direct memory makes transfers wait, never fail.
 *
 * <p><b>Threads:</b> safe; a borrower's interrupt is neither seen nor lost.
 */
final class StagingBuffers {
  static final int BYTES = 128 << 10;

  private static final int MOST = 16;

  private final Semaphore permits = new Semaphore(MOST);
  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  StagingBuffers() {
    free.add(ByteBuffer.allocateDirect(BYTES));
  }

  /** Lends a buffer, cleared; whoever takes it gives it back. */
  ByteBuffer borrow() {
    while (true) {
      permits.acquireUninterruptibly();
      ByteBuffer buffer = free.poll();
      if (buffer != null) {
        return buffer.clear();
      }
      try {
        return ByteBuffer.allocateDirect(BYTES);
      } catch (OutOfMemoryError e) {
        // The permit stays taken: one transfer less runs at a time, and another is waited for.
      }
    }
  }

  void giveBack(ByteBuffer buffer) {
    free.add(buffer);
    permits.release();
  }
}
