package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionOptions.CommitDurability;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words of the waist that several messages share: types, columns, settings, options.
 *
 * <p>A choice is sent as its place in a list here: add at the end, never reorder.
 */
final class WireWords {
  static final List<IsolationLevel> ISOLATIONS =
      List.of(
          IsolationLevel.READ_COMMITTED,
          IsolationLevel.REPEATABLE_READ,
          IsolationLevel.SERIALIZABLE);
  static final List<CommitDurability> DURABILITIES =
      List.of(CommitDurability.FULL, CommitDurability.NORMAL, CommitDurability.NONE);
  static final List<Create> CREATIONS = List.of(Create.IF_MISSING, Create.NEVER, Create.ALWAYS);
  static final List<Keys.Mode> KEY_MODES =
      List.of(Keys.Mode.NONE, Keys.Mode.GENERATED, Keys.Mode.NAMED);

  private static final int NULLABLE = 1;
  private static final int AUTO_INCREMENT = 2;
  private static final int AUTO_COMMIT = 1;
  private static final int READ_ONLY = 2;
  private static final int LEAST_COLUMN_BYTES = 8;

  private WireWords() {}

  static <T> void writeChoice(PayloadWriter out, List<T> choices, T choice) {
    out.u8(choices.indexOf(choice));
  }

  static <T> T readChoice(PayloadReader in, List<T> choices) {
    int place = in.u8();
    if (place >= choices.size()) {
      throw in.violation("choice " + place + " of " + choices);
    }
    return choices.get(place);
  }

  static void writeType(PayloadWriter out, SqlType type) {
    out.u8(type.kind().code());
    out.varint(type.precision());
    out.varint(type.scale());
  }

  static SqlType readType(PayloadReader in) {
    return new SqlType(WireValues.readKind(in), in.varint(), in.varint());
  }

  static void writeTypes(PayloadWriter out, List<SqlType> types) {
    out.varint(types.size());
    types.forEach(type -> writeType(out, type));
  }

  static List<SqlType> readTypes(PayloadReader in) {
    int count = in.count(3);
    List<SqlType> types = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      types.add(readType(in));
    }
    return types;
  }

  static void writeColumns(PayloadWriter out, List<ColumnMetadata> columns) {
    out.varint(columns.size());
    for (ColumnMetadata column : columns) {
      out.text(column.label());
      writeType(out, column.type());
      out.u8(
          (column.nullability() == Nullability.NULLABLE ? NULLABLE : 0)
              | (column.autoIncrement() ? AUTO_INCREMENT : 0));
      out.text(column.schema());
      out.text(column.table());
      out.text(column.column());
    }
  }

  static List<ColumnMetadata> readColumns(PayloadReader in) {
    int count = in.count(LEAST_COLUMN_BYTES);
    List<ColumnMetadata> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String label = in.text();
      SqlType type = readType(in);
      int flags = readFlags(in, NULLABLE | AUTO_INCREMENT);
      Nullability nullability =
          (flags & NULLABLE) != 0 ? Nullability.NULLABLE : Nullability.NO_NULLS;
      boolean autoIncrement = (flags & AUTO_INCREMENT) != 0;
      columns.add(
          new ColumnMetadata(
              label, type, nullability, in.text(), in.text(), in.text(), autoIncrement));
    }
    return columns;
  }

  static int readFlags(PayloadReader in, int known) {
    int flags = in.u8();
    if ((flags & ~known) != 0) {
      throw in.violation(
          String.format(Locale.ROOT, "flags %02x, of which %02x are known", flags, known));
    }
    return flags;
  }

  static void writeSettings(PayloadWriter out, SessionSettings settings) {
    out.u8((settings.autoCommit() ? AUTO_COMMIT : 0) | (settings.readOnly() ? READ_ONLY : 0));
    writeChoice(out, ISOLATIONS, settings.isolation());
    out.text(settings.schema());
  }

  static SessionSettings readSettings(PayloadReader in) {
    int flags = readFlags(in, AUTO_COMMIT | READ_ONLY);
    return new SessionSettings(
        (flags & AUTO_COMMIT) != 0,
        readChoice(in, ISOLATIONS),
        (flags & READ_ONLY) != 0,
        in.text());
  }

  static void writeMaybeSettings(PayloadWriter out, @Nullable SessionSettings settings) {
    out.flag(settings != null);
    if (settings != null) {
      writeSettings(out, settings);
    }
  }

  static @Nullable SessionSettings readMaybeSettings(PayloadReader in) {
    return in.flag() ? readSettings(in) : null;
  }

  static void writeSessionOptions(PayloadWriter out, SessionOptions options) {
    writeSettings(out, options.settings());
    out.i64(options.lockTimeout().toMillis());
    writeChoice(out, DURABILITIES, options.durability());
    out.text(options.zone().getId());
  }

  static SessionOptions readSessionOptions(PayloadReader in) {
    return new SessionOptions(
        readSettings(in),
        Duration.ofMillis(in.nonNegativeLong()),
        readChoice(in, DURABILITIES),
        readZone(in));
  }

  private static ZoneId readZone(PayloadReader in) {
    String id = in.text();
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw SqlProblem.causedBy(
          e,
          SqlErrorCode.INVALID_PARAMETER_VALUE,
          "the server knows no time zone '" + id + "': " + e.getMessage());
    }
  }

  static void writeExecuteOptions(PayloadWriter out, ExecuteOptions options) {
    out.i64(options.maxRows());
    out.i32(options.fetchSize());
    out.i64(options.timeoutMillis());
    Keys keys = options.keys();
    writeChoice(out, KEY_MODES, keys.mode());
    if (keys.mode() == Keys.Mode.NAMED) {
      out.varint(keys.columns().size());
      keys.columns().forEach(out::text);
    }
  }

  static ExecuteOptions readExecuteOptions(PayloadReader in) {
    return new ExecuteOptions(
        in.nonNegativeLong(), in.nonNegative(), in.nonNegativeLong(), readKeys(in));
  }

  private static Keys readKeys(PayloadReader in) {
    Keys.Mode mode = readChoice(in, KEY_MODES);
    if (mode != Keys.Mode.NAMED) {
      return mode == Keys.Mode.NONE ? Keys.NONE : Keys.GENERATED;
    }
    int count = in.count(1);
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(in.text());
    }
    return new Keys(mode, names);
  }

  static void writeDatabaseInfo(PayloadWriter out, DatabaseInfo database) {
    out.text(database.catalog());
    out.text(database.version());
    out.varint(database.maxNameBytes());
  }

  static DatabaseInfo readDatabaseInfo(PayloadReader in) {
    return new DatabaseInfo(in.text(), in.text(), in.varint());
  }
}
