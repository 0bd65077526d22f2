package dev.zdb.jdbc.protocol;

/**
 * What is to be executed: a text, or the handle of a statement that was prepared.
 *
 * <pre>
 *   u8   0: text, 1: handle
 *   -    text, or i32 handle
 * </pre>
 */
public sealed interface Statement {

  /** A text, prepared for this one execution. */
  record Text(String sql) implements Statement {}

  /** A statement of {@link Reply.Prepared}. */
  record Handle(int number) implements Statement {}

  /** Writes it. */
  default void writeTo(PayloadWriter out) {
    if (this instanceof Text text) {
      out.u8(0);
      out.text(text.sql());
    } else if (this instanceof Handle handle) {
      out.u8(1);
      out.i32(handle.number());
    }
  }

  /** Reads one. */
  static Statement read(PayloadReader in) {
    return in.flag() ? new Handle(in.i32()) : new Text(in.text());
  }
}
