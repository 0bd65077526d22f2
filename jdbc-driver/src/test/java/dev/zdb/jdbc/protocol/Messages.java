package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.SqlWarning;
import dev.zdb.sql.api.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary messages of every type, with arbitrary values of every kind. */
final class Messages {
  private Messages() {}

  static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(20)
        .filter(text -> text.codePoints().noneMatch(p -> p >= 0xD800 && p <= 0xDFFF));
  }

  /** A value of the class that the kind names. */
  static Arbitrary<Object> values(TypeKind kind) {
    Arbitrary<?> values =
        switch (kind) {
          case BOOLEAN -> Arbitraries.of(true, false);
          case TINYINT -> Arbitraries.integers().between(-128, 127);
          case SMALLINT -> Arbitraries.integers().between(-32_768, 32_767);
          case INTEGER -> Arbitraries.integers();
          case BIGINT -> Arbitraries.longs();
          case DECIMAL -> decimals();
          case REAL -> Arbitraries.floats();
          case DOUBLE -> Arbitraries.doubles();
          case CHAR, VARCHAR -> texts();
          case BINARY, VARBINARY -> Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
          case DATE -> dates();
          case TIME ->
              Arbitraries.longs().between(0, 86_399_999_999_999L).map(LocalTime::ofNanoOfDay);
          case TIMESTAMP -> timestamps();
          case UUID -> Combinators.combine(longs(), longs()).as(UUID::new);
          case INTERVAL_MONTHS -> Arbitraries.integers().map(Period::ofMonths);
          case INTERVAL_SECONDS ->
              Combinators.combine(
                      Arbitraries.longs().between(-1L << 60, 1L << 60),
                      Arbitraries.integers().between(0, 999_999_999))
                  .as(Duration::ofSeconds);
          case NULL -> throw new IllegalArgumentException("NULL has no values");
        };
    return values.asGeneric();
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.longs();
  }

  private static Arbitrary<BigDecimal> decimals() {
    return Combinators.combine(
            Arbitraries.bigIntegers()
                .between(BigInteger.TEN.pow(60).negate(), BigInteger.TEN.pow(60)),
            Arbitraries.integers().between(-WireValues.MAX_SCALE, WireValues.MAX_SCALE))
        .as(BigDecimal::new);
  }

  private static Arbitrary<LocalDate> dates() {
    long least = LocalDate.of(1, 1, 1).toEpochDay();
    long most = LocalDate.of(9999, 12, 31).toEpochDay();
    return Arbitraries.longs().between(least, most).map(LocalDate::ofEpochDay);
  }

  private static Arbitrary<LocalDateTime> timestamps() {
    return Combinators.combine(
            dates(),
            Arbitraries.longs().between(0, 86_399_999_999_999L).map(LocalTime::ofNanoOfDay))
        .as(LocalDateTime::of);
  }

  static Arbitrary<TypeKind> storedKinds() {
    return Arbitraries.of(TypeKind.class).filter(kind -> kind != TypeKind.NULL);
  }

  static Arbitrary<Object> parameters() {
    List<TypeKind> narrow = List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.CHAR);
    return storedKinds().filter(kind -> !narrow.contains(kind)).flatMap(Messages::values);
  }

  static Arbitrary<SqlType> types() {
    return Combinators.combine(
            Arbitraries.of(TypeKind.class),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.integers().between(0, 38))
        .as(SqlType::new);
  }

  static Arbitrary<ColumnMetadata> columns(Arbitrary<SqlType> types) {
    return Combinators.combine(
            texts(), types, Arbitraries.of(Nullability.class), texts(), Arbitraries.of(true, false))
        .as(
            (name, type, nulls, place, auto) ->
                new ColumnMetadata(name, type, nulls, place, place + "T", name, auto));
  }

  static Arbitrary<List<ColumnMetadata>> columnLists() {
    return columns(types()).list().ofMaxSize(12);
  }

  static Arbitrary<SessionSettings> settings() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(WireWords.ISOLATIONS),
            Arbitraries.of(true, false),
            texts())
        .as(SessionSettings::new);
  }

  static Arbitrary<SessionState> states() {
    return Combinators.combine(Arbitraries.of(true, false), settings().injectNull(0.5))
        .as(SessionState::new);
  }

  private static Arbitrary<SessionOptions> sessionOptions() {
    return Combinators.combine(
            settings(),
            Arbitraries.longs().between(0, 1L << 40).map(Duration::ofMillis),
            Arbitraries.of(WireWords.DURABILITIES),
            Arbitraries.of("Europe/Berlin", "UTC", "Z", "+05:30").map(ZoneId::of))
        .as(SessionOptions::new);
  }

  private static Arbitrary<ExecuteOptions> executeOptions() {
    Arbitrary<Keys> keys =
        Arbitraries.oneOf(
            Arbitraries.of(Keys.NONE, Keys.GENERATED),
            texts().list().ofMaxSize(4).map(names -> new Keys(Keys.Mode.NAMED, names)));
    return Combinators.combine(
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.longs().greaterOrEqual(0),
            keys)
        .as(ExecuteOptions::new);
  }

  static Arbitrary<Request> requests() {
    Arbitrary<Integer> numbers = Arbitraries.integers();
    Arbitrary<Request> hello =
        Combinators.combine(texts(), texts(), Arbitraries.of(WireWords.CREATIONS), sessionOptions())
            .as(
                (application, database, create, options) ->
                    new Request.Hello(
                        new ProtocolVersion.Range(1, 7), application, database, create, options));
    Arbitrary<Statement> statements =
        Arbitraries.oneOf(texts().map(Statement.Text::new), numbers.map(Statement.Handle::new));
    Arbitrary<Request> execute =
        Combinators.combine(
                statements,
                parameters().injectNull(0.2).array(Object[].class).ofMaxSize(9),
                executeOptions(),
                settings().injectNull(0.5))
            .as(Request.Execute::new);
    Arbitrary<Request> batch =
        Combinators.combine(numbers, rows(), executeOptions(), settings().injectNull(0.5))
            .as(Request.Batch::new);
    return Arbitraries.oneOf(
        hello,
        execute,
        batch,
        Combinators.combine(texts(), settings().injectNull(0.5)).as(Request.Prepare::new),
        Combinators.combine(numbers, Arbitraries.integers().greaterOrEqual(0))
            .as(Request.Fetch::new),
        settings().map(Request.SetSettings::new),
        numbers.map(Request.CloseStatement::new),
        numbers.map(Request.CloseCursor::new),
        Arbitraries.of(
            new Request.Commit(),
            new Request.Rollback(),
            new Request.Cancel(),
            new Request.Ping(),
            new Request.Goodbye()));
  }

  private static Arbitrary<List<Object[]>> rows() {
    return Arbitraries.integers()
        .between(0, 5)
        .flatMap(
            width ->
                parameters()
                    .injectNull(0.2)
                    .array(Object[].class)
                    .ofSize(width)
                    .list()
                    .ofMaxSize(6));
  }

  /** Columns of one kind each, and rows that fit them. */
  static Arbitrary<Table> tables() {
    return storedKinds()
        .list()
        .ofMinSize(1)
        .ofMaxSize(20)
        .flatMap(
            kinds -> {
              List<Arbitrary<Object>> cells =
                  kinds.stream().map(kind -> values(kind).injectNull(0.3)).toList();
              return Combinators.combine(cells)
                  .as(row -> row.toArray())
                  .list()
                  .ofMaxSize(8)
                  .map(rows -> new Table(columnsOf(kinds), rows));
            });
  }

  private static List<ColumnMetadata> columnsOf(List<TypeKind> kinds) {
    return kinds.stream()
        .map(
            kind ->
                new ColumnMetadata(
                    "C",
                    SqlType.of(kind, 9),
                    Nullability.NULLABLE,
                    "",
                    "",
                    "",
                    /* autoIncrement= */ false))
        .toList();
  }

  record Table(List<ColumnMetadata> columns, List<Object[]> rows) {
    @Override
    public String toString() {
      return columns + " " + rows.stream().map(Arrays::deepToString).toList();
    }
  }

  private static Arbitrary<SqlProblem> problems() {
    return Combinators.combine(
            Arbitraries.of(SqlErrorCode.class), texts(), Arbitraries.integers().between(0, 99))
        .as(
            (code, text, line) -> {
              SqlProblem problem = SqlProblem.of(code, "%s", text);
              return line == 0 ? problem : problem.at(line, 7);
            });
  }

  static Arbitrary<Reply> replies() {
    Arbitrary<List<SqlWarning>> warnings =
        Combinators.combine(texts(), texts()).as(SqlWarning::new).list().ofMaxSize(3);
    Arbitrary<Reply> helloOk =
        Combinators.combine(texts(), settings(), Arbitraries.integers().greaterOrEqual(0))
            .as(
                (name, settings, bytes) ->
                    new Reply.HelloOk(1, new DatabaseInfo(name, "0.1", 128), settings, bytes));
    Arbitrary<RowBlock> blocks = tables().map(table -> RowBlock.of(table.columns(), table.rows()));
    Arbitrary<Reply> rows =
        Combinators.combine(
                states(), warnings, columnLists().injectNull(0.5), Arbitraries.integers(), blocks)
            .as(Reply.Rows::new);
    Arbitrary<Reply> count =
        Combinators.combine(states(), warnings, Arbitraries.longs().greaterOrEqual(0), tables())
            .as(
                (state, list, number, keys) ->
                    new Reply.Count(state, list, number, keys.columns(), keys.rows()));
    Arbitrary<Reply> prepared =
        Combinators.combine(
                states(),
                Arbitraries.integers(),
                Arbitraries.of(true, false),
                types().list().ofMaxSize(9),
                columnLists())
            .as(Reply.Prepared::new);
    return Arbitraries.oneOf(
        helloOk,
        rows,
        count,
        prepared,
        batchDone(warnings),
        Combinators.combine(states(), Arbitraries.of(true, false), blocks).as(Reply.Block::new),
        states().map(Reply.Done::new),
        Combinators.combine(states(), problems()).as(Reply.Failure::new));
  }

  private static Arbitrary<Reply> batchDone(Arbitrary<List<SqlWarning>> warnings) {
    Arbitrary<BatchResult> results =
        Combinators.combine(
                Arbitraries.longs().greaterOrEqual(0).array(long[].class).ofMaxSize(9),
                tables(),
                problems().injectNull(0.5))
            .as(
                (counts, keys, failure) ->
                    new BatchResult(counts, keys.columns(), keys.rows(), failure));
    return Combinators.combine(states(), warnings, results).as(Reply.BatchDone::new);
  }
}
