package dev.zdb.jdbc.protocol;

/**
 * A message under its number.
 *
 * <pre>
 *   offset  size  field
 *        0     4  length of what follows, at least 5
 *        4     1  type of the message
 *        5     4  request: chosen by the client and repeated in the reply; 0 in what no one asked
 *        9     -  payload
 * </pre>
 */
public record Frame(int requestId, Message message) {
  /** Bytes before the payload. */
  public static final int HEADER_BYTES = 9;

  /** The bytes behind the length that every frame has: type and request. */
  public static final int LEAST_LENGTH = 5;

  /** The longest frame before the server knows who speaks. */
  public static final int MAX_BYTES_BEFORE_HELLO = 8 << 10;

  /** The longest frame after that, where the server does not say otherwise. */
  public static final int DEFAULT_MAX_BYTES = 16 << 20;

  /** Appends the frame's bytes. */
  void writeTo(PayloadWriter out) {
    int start = out.size();
    out.i32(0);
    out.u8(message.type().code());
    out.i32(requestId);
    message.writeTo(out);
    PayloadWriter.INT.set(out.array(), start, out.size() - start - Integer.BYTES);
  }

  /** Reads what stands behind a frame's length. */
  static Frame read(PayloadReader in) {
    MessageType type = MessageType.read(in);
    int requestId = in.i32();
    return new Frame(requestId, type.readMessage(in));
  }
}
