package dev.zdb.sql.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The documents of the encodings speak the truth. */
final class EncodingExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^\\| ([A-Z][^|]*) \\| ([^|]+) \\| ((?:`[0-9a-f]+` ?)+)\\|$");
  private static final Pattern TYPE = Pattern.compile("(\\w+)(?:\\((\\d+)(?:, (\\d+))?\\))?.*");

  @Test
  void keysAreAsTheirDocumentSays() throws IOException {
    int examples = 0;
    for (List<String> example : examples("key-encoding.md")) {
      SqlType type = type(example.get(0));
      boolean descending = example.get(0).contains(" DESC");
      boolean nullable = example.get(0).contains(" NULL");
      KeyField field =
          new KeyField(
              type,
              descending ? Order.DESCENDING : Order.ASCENDING,
              nullable ? Nullability.NULLABLE : Nullability.NO_NULLS);
      Registers registers = new Registers(1);
      JavaValues.put(registers, 0, type, value(type, example.get(1)));
      Bytes key = new Bytes();
      new KeyCodec(List.of(field)).append(0, registers, 0, key);

      assertThat(hex(key)).as("%s", example).isEqualTo(example.get(2));
      examples++;
    }
    assertThat(examples).isEqualTo(24);
  }

  @Test
  void rowsAreAsTheirDocumentSays() throws IOException {
    int examples = 0;
    for (List<String> example : examples("row-encoding.md")) {
      List<SqlType> types = new ArrayList<>();
      for (String column : example.get(0).split("; ", -1)) {
        types.add(type(column));
      }
      String[] values = example.get(1).split("; ", -1);
      Registers registers = new Registers(types.size());
      for (int i = 0; i < values.length; i++) {
        JavaValues.put(registers, i, types.get(i), value(types.get(i), values[i]));
      }
      Bytes row = new Bytes();
      int[] all = IntStream.range(0, types.size()).toArray();
      new RowCodec(1, types).encode(registers, all, row);

      assertThat(hex(row)).as("%s", example).isEqualTo(example.get(2));
      examples++;
    }
    assertThat(examples).isEqualTo(6);
  }

  private static List<List<String>> examples(String document) throws IOException {
    List<List<String>> examples = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs", document))) {
      Matcher matcher = EXAMPLE.matcher(line);
      if (matcher.matches()) {
        String bytes = matcher.group(3).replace("`", "").replace(" ", "");
        examples.add(List.of(matcher.group(1), matcher.group(2), bytes));
      }
    }
    return examples;
  }

  private static SqlType type(String text) {
    Matcher matcher = TYPE.matcher(text);
    assertThat(matcher.matches()).isTrue();
    TypeKind kind = TypeKind.valueOf(matcher.group(1));
    if (matcher.group(2) == null) {
      boolean unlimited = kind == TypeKind.VARCHAR || kind == TypeKind.VARBINARY;
      return unlimited ? SqlType.of(kind, SqlType.UNLIMITED) : SqlType.of(kind);
    }
    int scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    return new SqlType(kind, Integer.parseInt(matcher.group(2)), scale);
  }

  private static @Nullable Object value(SqlType type, String text) {
    if (text.equals("NULL")) {
      return null;
    }
    if (type.kind().isBinary()) {
      return HexFormat.of().parseHex(text);
    }
    return type.kind() == TypeKind.BOOLEAN ? (Object) text.toLowerCase(Locale.ROOT) : text;
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }
}
