package dev.zdb.jdbc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.SqlWarning;
import dev.zdb.sql.api.TypeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples in {@code docs/protocol.md} are what is sent, byte by byte. */
final class ProtocolDocumentTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "^### (\\w+), type (\\p{XDigit}{2})\\n.*?^```\\n(.*?)^```",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern VALUE =
      Pattern.compile(
          "^\\| ([A-Z_]+) \\| (\\d+) \\|[^|]*\\| `(.*?)` \\| `(.*?)` \\|$", Pattern.MULTILINE);

  private static final SessionSettings SETTINGS = SessionSettings.defaults();
  private static final SessionState IDLE = new SessionState(/* inTransaction= */ false, null);
  private static final SessionState BUSY = new SessionState(/* inTransaction= */ true, null);
  private static final ColumnMetadata ID =
      new ColumnMetadata(
          "ID",
          SqlType.BIGINT,
          Nullability.NO_NULLS,
          "PUBLIC",
          "T",
          "ID",
          /* autoIncrement= */ false);
  private static final ColumnMetadata KEY =
      new ColumnMetadata(
          "ID",
          SqlType.BIGINT,
          Nullability.NO_NULLS,
          "PUBLIC",
          "T",
          "ID",
          /* autoIncrement= */ true);
  private static final ColumnMetadata NAME =
      new ColumnMetadata(
          "NAME",
          SqlType.VARCHAR,
          Nullability.NULLABLE,
          "PUBLIC",
          "T",
          "NAME",
          /* autoIncrement= */ false);
  private static final List<Object[]> ROWS =
      List.of(new Object[] {7L, "Ada"}, Arrays.copyOf(new Object[] {8L}, 2));

  private static String document() {
    try {
      return Files.readString(Path.of("docs", "protocol.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Frame> requests() {
    Object[] parameters = Arrays.copyOf(new Object[] {42L, new BigDecimal("1.50")}, 3);
    ExecuteOptions hurried = new ExecuteOptions(0, 0, 5_000, Keys.NONE);
    ExecuteOptions withKeys = new ExecuteOptions(0, 0, 0, Keys.GENERATED);
    SessionOptions options =
        new SessionOptions(
            SETTINGS,
            Duration.ofSeconds(10),
            SessionOptions.CommitDurability.FULL,
            ZoneId.of("UTC"));
    return Stream.of(
        new Frame(
            1,
            new Request.Hello(ProtocolVersion.SPOKEN, "demo", "shop", Create.IF_MISSING, options)),
        new Frame(
            2,
            new Request.Execute(new Statement.Text("VALUES (?, ?, ?)"), parameters, hurried, null)),
        new Frame(
            3,
            new Request.Prepare(
                "SELECT * FROM T",
                SETTINGS.withAutoCommit(false).with(IsolationLevel.SERIALIZABLE))),
        new Frame(4, new Request.Fetch(1, 100)),
        new Frame(
            5,
            new Request.Batch(
                2,
                List.of(new Object[] {7, "Ada"}, Arrays.copyOf(new Object[] {8}, 2)),
                withKeys,
                null)),
        new Frame(6, new Request.Commit()),
        new Frame(7, new Request.Rollback()),
        new Frame(
            8,
            new Request.SetSettings(
                new SessionSettings(
                    /* autoCommit= */ true,
                    IsolationLevel.REPEATABLE_READ,
                    /* readOnly= */ true,
                    "A"))),
        new Frame(9, new Request.CloseStatement(2)),
        new Frame(10, new Request.CloseCursor(1)),
        new Frame(5, new Request.Cancel()),
        new Frame(12, new Request.Ping()),
        new Frame(13, new Request.Goodbye()));
  }

  private static Stream<Frame> replies() {
    RowBlock block = RowBlock.of(List.of(ID, NAME), ROWS);
    SessionState news =
        new SessionState(/* inTransaction= */ false, SETTINGS.withAutoCommit(false));
    List<SqlWarning> slow = List.of(new SqlWarning("01000", "slow"));
    List<Object[]> keys = List.<Object[]>of(new Object[] {7L});
    SqlProblem duplicate = SqlProblem.of(SqlErrorCode.UNIQUE_VIOLATION, "ID 7 exists");
    BatchResult batch = new BatchResult(new long[] {1, 1}, List.of(), List.of(), duplicate);
    SqlProblem syntax = SqlProblem.of(SqlErrorCode.SYNTAX, "no sense in 'x'").at(1, 8);
    return Stream.of(
        new Frame(
            1, new Reply.HelloOk(1, new DatabaseInfo("SHOP", "0.1.0", 128), SETTINGS, 16 << 20)),
        new Frame(2, new Reply.Rows(IDLE, List.of(), List.of(ID, NAME), 0, block)),
        new Frame(2, new Reply.Count(BUSY, slow, 1, List.of(KEY), keys)),
        new Frame(
            3,
            new Reply.Prepared(
                news, 2, /* isQuery= */ true, List.of(SqlType.decimal(15, 2)), List.of(ID))),
        new Frame(4, new Reply.Block(IDLE, /* isLast= */ true, block)),
        new Frame(5, new Reply.BatchDone(BUSY, List.of(), batch)),
        new Frame(6, new Reply.Done(IDLE)),
        new Frame(2, new Reply.Failure(IDLE, syntax)));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsWhatIsSent() {
    Map<Integer, String> examples = new TreeMap<>();
    Matcher example = EXAMPLE.matcher(document());
    while (example.find()) {
      examples.put(Integer.parseInt(example.group(2), 16), withoutComments(example.group(3)));
    }
    List<Frame> frames = Stream.concat(requests(), replies()).toList();
    assertThat(examples.keySet())
        .containsExactlyInAnyOrderElementsOf(
            frames.stream().map(frame -> frame.message().type().code()).toList())
        .hasSameSizeAs(MessageType.values());
    return frames.stream()
        .map(frame -> DynamicTest.dynamicTest(name(frame), () -> assertIs(examples, frame)));
  }

  private static String name(Frame frame) {
    return frame.message().type().toString();
  }

  private static void assertIs(Map<Integer, String> examples, Frame frame) {
    String expected = examples.get(frame.message().type().code());
    assertThat(HEX.formatHex(MessageProperties.bytes(frame))).isEqualTo(expected);
    Frame read = MessageProperties.frame(HEX.parseHex(expected));
    assertThat(HEX.formatHex(MessageProperties.bytes(read))).isEqualTo(expected);
  }

  private static String withoutComments(String example) {
    return example
        .lines()
        .map(line -> line.replaceAll("#.*", "").strip())
        .collect(Collectors.joining(" "));
  }

  @Test
  void everyKindOfValueIsAsTheTableSays() {
    Map<TypeKind, Object> values =
        Map.ofEntries(
            Map.entry(TypeKind.BOOLEAN, true),
            Map.entry(TypeKind.TINYINT, -2),
            Map.entry(TypeKind.SMALLINT, -300),
            Map.entry(TypeKind.INTEGER, 70_000),
            Map.entry(TypeKind.BIGINT, -1L),
            Map.entry(TypeKind.DECIMAL, new BigDecimal("-12.345")),
            Map.entry(TypeKind.REAL, 1.5f),
            Map.entry(TypeKind.DOUBLE, -0.1),
            Map.entry(TypeKind.CHAR, "ab"),
            Map.entry(TypeKind.VARCHAR, "h\u00e4?"),
            Map.entry(TypeKind.BINARY, new byte[] {0, -1}),
            Map.entry(TypeKind.VARBINARY, new byte[0]),
            Map.entry(TypeKind.DATE, LocalDate.parse("2026-11-21")),
            Map.entry(TypeKind.TIME, LocalTime.parse("00:00:01.5")),
            Map.entry(TypeKind.TIMESTAMP, LocalDateTime.parse("1969-12-31T23:59:59.25")),
            Map.entry(TypeKind.UUID, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
            Map.entry(TypeKind.INTERVAL_MONTHS, Period.parse("P-14M")),
            Map.entry(TypeKind.INTERVAL_SECONDS, Duration.parse("PT1.5S")));
    Matcher row = VALUE.matcher(document());
    int rows = 0;
    while (row.find()) {
      TypeKind kind = TypeKind.valueOf(row.group(1));
      PayloadWriter out = new PayloadWriter(100);
      WireValues.write(out, kind, Objects.requireNonNull(values.get(kind)));
      assertThat(kind.code()).isEqualTo(Integer.parseInt(row.group(2)));
      assertThat(HEX.formatHex(out.toByteArray())).as(row.group()).isEqualTo(row.group(4));
      rows++;
    }
    assertThat(rows).isEqualTo(values.size());
  }
}
