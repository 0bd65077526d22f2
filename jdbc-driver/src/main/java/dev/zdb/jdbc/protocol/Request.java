package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks. Each is answered by one reply, in order, but for {@link CloseStatement},
 * {@link CloseCursor}, {@link Cancel} and {@link Goodbye}, which have none.
 */
public sealed interface Request extends Message {
  /** The most parameters of an execution. */
  int MAX_PARAMETERS = 65_535;

  /** The most rows of one batch; a client sends more in several. */
  int MAX_BATCH_ROWS = 65_536;

  /**
   * The first message of a connection.
   *
   * <pre>
   *   u32   5a444201, "ZDB" and 1
   *   i16   oldest version that the client speaks
   *   i16   newest
   *   i64   capabilities, a bit each; none are defined
   *   text  name of the application
   *   text  name of the database
   *   u8    create: 0 if missing, 1 never, 2 always
   *   -     session options
   * </pre>
   */
  record Hello(
      ProtocolVersion.Range versions,
      String application,
      String database,
      Create create,
      SessionOptions options)
      implements Request {
    private static final int MAGIC = 0x5a444201;

    @Override
    public MessageType type() {
      return MessageType.HELLO;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      out.i32(MAGIC);
      out.i16(versions.oldest());
      out.i16(versions.newest());
      out.i64(0);
      out.text(application);
      out.text(database);
      WireWords.writeChoice(out, WireWords.CREATIONS, create);
      WireWords.writeSessionOptions(out, options);
    }

    static Hello read(PayloadReader in) {
      if (in.i32() != MAGIC) {
        throw in.violation("this is not a client of ZDB");
      }
      ProtocolVersion.Range versions = new ProtocolVersion.Range(in.i16(), in.i16());
      in.i64();
      return new Hello(
          versions,
          in.text(),
          in.text(),
          WireWords.readChoice(in, WireWords.CREATIONS),
          WireWords.readSessionOptions(in));
    }
  }

  /**
   * Executes a statement; answered by {@link Reply.Rows} or {@link Reply.Count}.
   *
   * <pre>
   *   -       statement
   *   -       execute options
   *   u8      1: settings follow, which are set first
   *   varint  count of parameters, then each: u8 kind, value
   * </pre>
   */
  @SuppressWarnings("ArrayRecordComponent") // parameters are an array throughout the waist
  record Execute(
      Statement statement,
      Object[] parameters,
      ExecuteOptions options,
      @Nullable SessionSettings settings)
      implements Request {
    @Override
    public MessageType type() {
      return MessageType.EXECUTE;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      statement.writeTo(out);
      WireWords.writeExecuteOptions(out, options);
      WireWords.writeMaybeSettings(out, settings);
      out.varint(parameters.length);
      for (Object parameter : parameters) {
        WireValues.writeTagged(out, parameter);
      }
    }

    static Execute read(PayloadReader in) {
      Statement statement = Statement.read(in);
      ExecuteOptions options = WireWords.readExecuteOptions(in);
      SessionSettings settings = WireWords.readMaybeSettings(in);
      return new Execute(
          statement, readParameters(in, in.countWithin(1, MAX_PARAMETERS)), options, settings);
    }

    private static Object[] readParameters(PayloadReader in, int count) {
      Object[] parameters = new Object[count];
      for (int i = 0; i < count; i++) {
        parameters[i] = WireValues.readTagged(in);
      }
      return parameters;
    }
  }

  /**
   * Prepares a statement; answered by {@link Reply.Prepared}.
   *
   * <pre>
   *   text  SQL
   *   u8    1: settings follow, which are set first
   * </pre>
   */
  record Prepare(String sql, @Nullable SessionSettings settings) implements Request {
    @Override
    public MessageType type() {
      return MessageType.PREPARE;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      out.text(sql);
      WireWords.writeMaybeSettings(out, settings);
    }

    static Prepare read(PayloadReader in) {
      return new Prepare(in.text(), WireWords.readMaybeSettings(in));
    }
  }

  /**
   * Asks for the next rows of a cursor; answered by {@link Reply.Block}.
   *
   * <pre>
   *   i32  cursor
   *   i32  rows at most; 0 for as many as a block holds
   * </pre>
   */
  record Fetch(int cursor, int maxRows) implements Request {
    @Override
    public MessageType type() {
      return MessageType.FETCH;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      out.i32(cursor);
      out.i32(maxRows);
    }

    static Fetch read(PayloadReader in) {
      return new Fetch(in.i32(), in.nonNegative());
    }
  }

  /**
   * Executes a prepared statement once for each row of parameters; answered by {@link
   * Reply.BatchDone}.
   *
   * <pre>
   *   i32     handle
   *   -       execute options
   *   u8      1: settings follow, which are set first
   *   varint  parameters a row
   *   varint  rows, then each parameter of each: u8 kind, value
   * </pre>
   */
  record Batch(
      int handle, List<Object[]> rows, ExecuteOptions options, @Nullable SessionSettings settings)
      implements Request {
    @Override
    public MessageType type() {
      return MessageType.BATCH;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      out.i32(handle);
      WireWords.writeExecuteOptions(out, options);
      WireWords.writeMaybeSettings(out, settings);
      out.varint(rows.isEmpty() ? 0 : rows.get(0).length);
      out.varint(rows.size());
      for (Object[] row : rows) {
        for (Object parameter : row) {
          WireValues.writeTagged(out, parameter);
        }
      }
    }

    static Batch read(PayloadReader in) {
      int handle = in.i32();
      ExecuteOptions options = WireWords.readExecuteOptions(in);
      SessionSettings settings = WireWords.readMaybeSettings(in);
      int parameters = in.countWithin(0, MAX_PARAMETERS);
      int rows = in.countWithin(parameters, MAX_BATCH_ROWS);
      List<Object[]> list = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        list.add(Execute.readParameters(in, parameters));
      }
      return new Batch(handle, list, options, settings);
    }
  }

  /** Commits; answered by {@link Reply.Done}. No payload. */
  record Commit() implements Request {
    @Override
    public MessageType type() {
      return MessageType.COMMIT;
    }

    @Override
    public void writeTo(PayloadWriter out) {}
  }

  /** Rolls back; answered by {@link Reply.Done}. No payload. */
  record Rollback() implements Request {
    @Override
    public MessageType type() {
      return MessageType.ROLLBACK;
    }

    @Override
    public void writeTo(PayloadWriter out) {}
  }

  /** Changes the session's settings; answered by {@link Reply.Done}. The payload is settings. */
  record SetSettings(SessionSettings settings) implements Request {
    @Override
    public MessageType type() {
      return MessageType.SET_SETTINGS;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      WireWords.writeSettings(out, settings);
    }

    static SetSettings read(PayloadReader in) {
      return new SetSettings(WireWords.readSettings(in));
    }
  }

  /** Lets go of a prepared statement; no reply. The payload is its handle, i32. */
  record CloseStatement(int handle) implements Request {
    @Override
    public MessageType type() {
      return MessageType.CLOSE_STATEMENT;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      out.i32(handle);
    }

    static CloseStatement read(PayloadReader in) {
      return new CloseStatement(in.i32());
    }
  }

  /** Lets go of a cursor before its end; no reply. The payload is the cursor, i32. */
  record CloseCursor(int cursor) implements Request {
    @Override
    public MessageType type() {
      return MessageType.CLOSE_CURSOR;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      out.i32(cursor);
    }

    static CloseCursor read(PayloadReader in) {
      return new CloseCursor(in.i32());
    }
  }

  /**
   * Cancels the request whose number this frame bears, if it is still running; no reply but that of
   * the request. The only message that overtakes others. No payload.
   */
  record Cancel() implements Request {
    @Override
    public MessageType type() {
      return MessageType.CANCEL;
    }

    @Override
    public void writeTo(PayloadWriter out) {}
  }

  /** Asks whether the database answers; answered by {@link Reply.Done}. No payload. */
  record Ping() implements Request {
    @Override
    public MessageType type() {
      return MessageType.PING;
    }

    @Override
    public void writeTo(PayloadWriter out) {}
  }

  /** Ends the connection; no reply. No payload. */
  record Goodbye() implements Request {
    @Override
    public MessageType type() {
      return MessageType.GOODBYE;
    }

    @Override
    public void writeTo(PayloadWriter out) {}
  }
}
