package dev.zdb.jdbc.protocol;

import com.google.errorprone.annotations.Immutable;
import java.util.Locale;

/**
 * The byte before each message. The codes are on the wire: add one, never renumber one. Those of
 * replies have the high bit.
 */
public enum MessageType {
  HELLO(0x01, Request.Hello::read),
  EXECUTE(0x02, Request.Execute::read),
  PREPARE(0x03, Request.Prepare::read),
  FETCH(0x04, Request.Fetch::read),
  BATCH(0x05, Request.Batch::read),
  COMMIT(0x06, in -> new Request.Commit()),
  ROLLBACK(0x07, in -> new Request.Rollback()),
  SET_SETTINGS(0x08, Request.SetSettings::read),
  CLOSE_STATEMENT(0x09, Request.CloseStatement::read),
  CLOSE_CURSOR(0x0a, Request.CloseCursor::read),
  CANCEL(0x0b, in -> new Request.Cancel()),
  PING(0x0c, in -> new Request.Ping()),
  GOODBYE(0x0d, in -> new Request.Goodbye()),
  HELLO_OK(0x81, Reply.HelloOk::read),
  ROWS(0x82, Reply.Rows::read),
  COUNT(0x83, Reply.Count::read),
  PREPARED(0x84, Reply.Prepared::read),
  BLOCK(0x85, Reply.Block::read),
  BATCH_DONE(0x86, Reply.BatchDone::read),
  DONE(0x87, Reply.Done::read),
  FAILURE(0xff, Reply.Failure::read);

  private static final MessageType[] BY_CODE = byCode();

  private final int code;
  private final Layout reader;

  MessageType(int code, Layout reader) {
    this.code = code;
    this.reader = reader;
  }

  private static MessageType[] byCode() {
    MessageType[] types = new MessageType[256];
    for (MessageType type : values()) {
      types[type.code] = type;
    }
    return types;
  }

  public int code() {
    return code;
  }

  static MessageType read(PayloadReader in) {
    int code = in.u8();
    MessageType type = BY_CODE[code];
    if (type == null) {
      throw in.violation(String.format(Locale.ROOT, "message type %02x is unknown", code));
    }
    return type;
  }

  /**
   * Reads a message to its end. Greetings alone may be longer than we know: what is behind is for
   * later versions.
   */
  Message readMessage(PayloadReader in) {
    Message message = reader.read(in);
    if (this != HELLO && this != HELLO_OK) {
      in.requireEnd();
    }
    return message;
  }

  /** Reads one kind of message. */
  @Immutable
  private interface Layout {
    Message read(PayloadReader in);
  }
}
