package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.SqlWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server answers. */
public sealed interface Reply extends Message {
  /** Where the session stands now. */
  SessionState state();

  /**
   * The answer to {@link Request.Hello}: from here on the connection speaks the version that it
   * names.
   *
   * <pre>
   *   i16       version
   *   i64       capabilities, a bit each; none are defined
   *   -         database: text catalog, text version of the product, varint bytes of a name
   *   settings  of the session
   *   i32       longest frame that the server takes
   * </pre>
   */
  record HelloOk(int version, DatabaseInfo database, SessionSettings settings, int maxFrameBytes)
      implements Reply {
    @Override
    public MessageType type() {
      return MessageType.HELLO_OK;
    }

    @Override
    public SessionState state() {
      return new SessionState(/* inTransaction= */ false, settings);
    }

    @Override
    public void writeTo(PayloadWriter out) {
      out.i16(version);
      out.i64(0);
      WireWords.writeDatabaseInfo(out, database);
      WireWords.writeSettings(out, settings);
      out.i32(maxFrameBytes);
    }

    static HelloOk read(PayloadReader in) {
      int version = in.i16();
      in.i64();
      return new HelloOk(
          version, WireWords.readDatabaseInfo(in), WireWords.readSettings(in), in.nonNegative());
    }
  }

  /**
   * The first rows of a query.
   *
   * <pre>
   *   -       session state
   *   -       warnings
   *   u8      1: columns follow; 0: they are those of the statement when it was prepared
   *   -       columns
   *   i32     cursor, 0 if these are all rows
   *   -       rows
   * </pre>
   *
   * @param columns null if they are those that {@link Prepared} told
   * @param cursor where to {@link Request.Fetch} the others; 0 if there are none
   */
  record Rows(
      SessionState state,
      List<SqlWarning> warnings,
      @Nullable List<ColumnMetadata> columns,
      int cursor,
      RowBlock block)
      implements Reply {
    @Override
    public MessageType type() {
      return MessageType.ROWS;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      state.writeTo(out);
      WireWarnings.write(out, warnings);
      out.flag(columns != null);
      if (columns != null) {
        WireWords.writeColumns(out, columns);
      }
      out.i32(cursor);
      block.writeTo(out);
    }

    static Rows read(PayloadReader in) {
      return new Rows(
          SessionState.read(in),
          WireWarnings.read(in),
          in.flag() ? WireWords.readColumns(in) : null,
          in.i32(),
          RowBlock.read(in));
    }
  }

  /**
   * What a statement without rows did.
   *
   * <pre>
   *   -    session state
   *   -    warnings
   *   i64  rows changed
   *   -    generated keys: columns, and if there are any, rows
   * </pre>
   */
  record Count(
      SessionState state,
      List<SqlWarning> warnings,
      long count,
      List<ColumnMetadata> keyColumns,
      List<Object[]> keys)
      implements Reply {
    @Override
    public MessageType type() {
      return MessageType.COUNT;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      state.writeTo(out);
      WireWarnings.write(out, warnings);
      out.i64(count);
      RowBlock.writeTable(out, keyColumns, keys);
    }

    static Count read(PayloadReader in) {
      SessionState state = SessionState.read(in);
      List<SqlWarning> warnings = WireWarnings.read(in);
      long count = in.nonNegativeLong();
      List<ColumnMetadata> columns = WireWords.readColumns(in);
      return new Count(state, warnings, count, columns, RowBlock.readRows(in, columns));
    }
  }

  /**
   * A statement that was prepared.
   *
   * <pre>
   *   -    session state
   *   i32  handle
   *   u8   1: an execution gives rows
   *   -    types of the parameters
   *   -    columns
   * </pre>
   */
  record Prepared(
      SessionState state,
      int handle,
      boolean isQuery,
      List<SqlType> parameters,
      List<ColumnMetadata> columns)
      implements Reply {
    @Override
    public MessageType type() {
      return MessageType.PREPARED;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      state.writeTo(out);
      out.i32(handle);
      out.flag(isQuery);
      WireWords.writeTypes(out, parameters);
      WireWords.writeColumns(out, columns);
    }

    static Prepared read(PayloadReader in) {
      return new Prepared(
          SessionState.read(in),
          in.i32(),
          in.flag(),
          WireWords.readTypes(in),
          WireWords.readColumns(in));
    }
  }

  /**
   * More rows of a cursor.
   *
   * <pre>
   *   -   session state
   *   u8  1: these are the last, and the cursor is closed
   *   -   rows
   * </pre>
   */
  record Block(SessionState state, boolean isLast, RowBlock block) implements Reply {
    @Override
    public MessageType type() {
      return MessageType.BLOCK;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      state.writeTo(out);
      out.flag(isLast);
      block.writeTo(out);
    }

    static Block read(PayloadReader in) {
      return new Block(SessionState.read(in), in.flag(), RowBlock.read(in));
    }
  }

  /**
   * What a batch did.
   *
   * <pre>
   *   -       session state
   *   -       warnings
   *   varint  executions that succeeded, then for each: i64 rows changed
   *   -       generated keys: columns, and if there are any, rows
   *   u8      1: the next execution failed, and its problem follows
   * </pre>
   */
  record BatchDone(SessionState state, List<SqlWarning> warnings, BatchResult result)
      implements Reply {
    @Override
    public MessageType type() {
      return MessageType.BATCH_DONE;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      state.writeTo(out);
      WireWarnings.write(out, warnings);
      out.varint(result.counts().length);
      for (long count : result.counts()) {
        out.i64(count);
      }
      RowBlock.writeTable(out, result.keyColumns(), result.keys());
      SqlProblem failure = result.failure();
      out.flag(failure != null);
      if (failure != null) {
        WireProblems.write(out, failure);
      }
    }

    static BatchDone read(PayloadReader in) {
      SessionState state = SessionState.read(in);
      List<SqlWarning> warnings = WireWarnings.read(in);
      long[] counts = new long[in.count(Long.BYTES)];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = in.nonNegativeLong();
      }
      List<ColumnMetadata> columns = WireWords.readColumns(in);
      List<Object[]> keys = RowBlock.readRows(in, columns);
      SqlProblem failure = in.flag() ? WireProblems.read(in) : null;
      return new BatchDone(state, warnings, new BatchResult(counts, columns, keys, failure));
    }
  }

  /** The request is done. The payload is the session state. */
  record Done(SessionState state) implements Reply {
    @Override
    public MessageType type() {
      return MessageType.DONE;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      state.writeTo(out);
    }

    static Done read(PayloadReader in) {
      return new Done(SessionState.read(in));
    }
  }

  /**
   * The request failed; under request 0, the connection ends.
   *
   * <pre>
   *   -     session state
   *   text  name of the code
   *   text  SQLSTATE
   *   text  message
   *   i32   line in the statement, counted from 1; 0 if the text is not at fault
   *   i32   column in the line, likewise
   * </pre>
   */
  record Failure(SessionState state, SqlProblem problem) implements Reply {
    @Override
    public MessageType type() {
      return MessageType.FAILURE;
    }

    @Override
    public void writeTo(PayloadWriter out) {
      state.writeTo(out);
      WireProblems.write(out, problem);
    }

    static Failure read(PayloadReader in) {
      return new Failure(SessionState.read(in), WireProblems.read(in));
    }
  }
}
