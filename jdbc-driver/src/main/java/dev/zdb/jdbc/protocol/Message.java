package dev.zdb.jdbc.protocol;

/** The payload of a frame: what a client asks, or what a server answers. */
public sealed interface Message permits Request, Reply {
  /** The byte that tells a reader which message this is. */
  MessageType type();

  /** Writes the payload. */
  void writeTo(PayloadWriter out);
}
