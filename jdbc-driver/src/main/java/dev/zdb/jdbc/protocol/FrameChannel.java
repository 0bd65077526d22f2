package dev.zdb.jdbc.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a socket, both ways. A frame goes out in one write. A frame that comes in gets memory
 * as its bytes arrive, never because it says how long it will be.
 *
 * <p><b>Threads:</b> any number may send; one at a time may receive. <b>Failure:</b> {@link
 * IOException} when the connection is lost, {@link SqlErrorCode#PROTOCOL_VIOLATION} on bytes that
 * are no frame: nothing sensible can be received after either.
 */
public final class FrameChannel implements AutoCloseable {
  private static final int STEP = 1 << 16;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] received = new byte[8 << 10];
  private int from;
  private int to;
  private volatile int maxReceivedBytes = Frame.MAX_BYTES_BEFORE_HELLO;

  private final ReentrantLock sending = new ReentrantLock();

  @GuardedBy("sending")
  private final PayloadWriter outgoing = new PayloadWriter(Frame.MAX_BYTES_BEFORE_HELLO);

  @GuardedBy("sending")
  private int maxSentBytes = Frame.MAX_BYTES_BEFORE_HELLO;

  /** Takes over a connected socket. */
  public FrameChannel(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
  }

  /** Raises the limits once both sides know who speaks. */
  public void allow(int receivedBytes, int sentBytes) {
    maxReceivedBytes = receivedBytes;
    sending.lock();
    try {
      maxSentBytes = sentBytes;
    } finally {
      sending.unlock();
    }
  }

  /** How long {@link #receive} may wait for bytes; 0 for ever. */
  public void receiveTimeout(int timeoutMillis) throws IOException {
    socket.setSoTimeout(timeoutMillis);
  }

  /**
   * Sends a frame, behind those that were queued.
   *
   * <p><b>Failure:</b> {@link SqlErrorCode#LIMIT_EXCEEDED} and other problems of the message itself
   * send nothing, and leave the connection as good as it was.
   */
  public void send(int requestId, Message message) throws IOException {
    sending.lock();
    try {
      append(requestId, message);
      flush();
    } finally {
      sending.unlock();
    }
  }

  /** Sends a frame along with the next, since no one waits for it. */
  public void queue(int requestId, Message message) throws IOException {
    sending.lock();
    try {
      append(requestId, message);
      if (outgoing.size() > STEP / 16) {
        flush();
      }
    } finally {
      sending.unlock();
    }
  }

  /** Sends a last frame unless another is being sent for longer than the time given. */
  public void sendLast(Message message, long timeoutMillis)
      throws IOException, InterruptedException {
    if (!sending.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      append(0, message);
      flush();
      socket.shutdownOutput();
    } finally {
      sending.unlock();
    }
  }

  @GuardedBy("sending")
  private void append(int requestId, Message message) {
    int before = outgoing.size();
    outgoing.limit(before, maxSentBytes);
    boolean whole = false;
    try {
      new Frame(requestId, message).writeTo(outgoing);
      whole = true;
    } finally {
      if (!whole) {
        outgoing.truncate(before);
      }
    }
  }

  @GuardedBy("sending")
  private void flush() throws IOException {
    out.write(outgoing.array(), 0, outgoing.size());
    outgoing.truncate(0);
  }

  /** The next frame, or null where the other side has ended the connection between frames. */
  public @Nullable Frame receive() throws IOException {
    return receive(Long.MAX_VALUE);
  }

  /** The same, failing with {@link SocketTimeoutException} if it is not there in time. */
  public @Nullable Frame receiveWithin(long timeoutMillis) throws IOException {
    return receive(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
  }

  private @Nullable Frame receive(long deadlineNanos) throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
      if (!more(1, deadlineNanos)) {
        return null;
      }
    }
    require(Integer.BYTES, deadlineNanos);
    int length = (int) PayloadWriter.INT.get(received, from);
    if (length < Frame.LEAST_LENGTH || length > maxReceivedBytes - Integer.BYTES) {
      throw SqlProblem.of(
          SqlErrorCode.PROTOCOL_VIOLATION,
          "a frame of %s bytes; %d to %d are allowed",
          Integer.toUnsignedString(length),
          Frame.LEAST_LENGTH,
          maxReceivedBytes - Integer.BYTES);
    }
    from += Integer.BYTES;
    require(length, deadlineNanos);
    PayloadReader payload = new PayloadReader(received, from, from + length);
    from += length;
    Frame frame = Frame.read(payload);
    giveBackMemory();
    return frame;
  }

  /** Waits until so many bytes are there. */
  private void require(int count, long deadlineNanos) throws IOException {
    while (to - from < count) {
      if (!more(count, deadlineNanos)) {
        throw new EOFException(
            "the connection ended inside a frame: " + (to - from) + " bytes of " + count);
      }
    }
  }

  /** Receives what there is, making room step by step; returns false at the end. */
  private boolean more(int wanted, long deadlineNanos) throws IOException {
    if (from + wanted > received.length && from > 0) {
      System.arraycopy(received, from, received, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == received.length) {
      received = Arrays.copyOf(received, to + Math.max(STEP, Math.min(to, wanted - to)));
    }
    if (deadlineNanos != Long.MAX_VALUE) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMillis <= 0) {
        throw new SocketTimeoutException("nothing whole was received in time");
      }
      socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
    }
    int count = in.read(received, to, received.length - to);
    to += Math.max(count, 0);
    return count >= 0;
  }

  private void giveBackMemory() {
    if (received.length > 4 * STEP && from == to) {
      received = new byte[STEP];
      from = 0;
      to = 0;
    }
  }

  /**
   * Ends the sending side and swallows what still comes, for a while, so that what was sent last
   * arrives: a socket that is closed over unread bytes takes back what it sent.
   */
  public void linger(long timeoutMillis) throws IOException {
    if (!socket.isOutputShutdown()) {
      socket.shutdownOutput();
    }
    byte[] swallowed = new byte[STEP / 16];
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    long left = timeoutMillis;
    int count = 0;
    while (count >= 0 && left > 0) {
      socket.setSoTimeout((int) left);
      count = in.read(swallowed);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }

  /** Ends the connection at once, from any thread; who receives or sends fails. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
