package dev.zdb.sql.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeyCodecTest {

  /** Two values for each field of one key. */
  record Pair(List<KeyField> fields, List<Object> left, List<Object> right) {}

  @Property(tries = 8_000, edgeCases = EdgeCasesMode.NONE)
  void bytesStandAsValuesDoInSql(@ForAll("pairs") Pair pair) {
    byte[] left = encode(pair.fields(), pair.left());
    byte[] right = encode(pair.fields(), pair.right());

    assertThat(Integer.signum(Arrays.compareUnsigned(left, right)))
        .isEqualTo(Integer.signum(compare(pair)));
  }

  @Property(tries = 8_000, edgeCases = EdgeCasesMode.NONE)
  void aKeyGivesBackItsValues(@ForAll("pairs") Pair pair) {
    List<Object> values = pair.left();
    byte[] key = encode(pair.fields(), values);
    Registers registers = new Registers(values.size());

    int end = new KeyCodec(pair.fields()).decode(key, 0, upTo(values.size()), registers);

    assertThat(end).isEqualTo(key.length);
    for (int i = 0; i < values.size(); i++) {
      SqlType type = pair.fields().get(i).type();
      Object value = TypedValues.take(type, registers, i);
      assertThat(TypedValues.order(type).compare(value, values.get(i))).isZero();
    }
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void leadingFieldsAreAPrefixAndCanBeSkipped(@ForAll("pairs") Pair pair) {
    KeyCodec codec = new KeyCodec(pair.fields());
    byte[] key = encode(pair.fields(), pair.left());

    for (int count = 0; count <= pair.fields().size(); count++) {
      byte[] prefix = encode(pair.fields().subList(0, count), pair.left());
      assertThat(codec.endOf(count, key, 0)).isEqualTo(prefix.length);
      assertThat(Arrays.copyOf(key, prefix.length)).isEqualTo(prefix);
    }
  }

  @Provide
  Arbitrary<Pair> pairs() {
    return fields().list().ofMinSize(1).ofMaxSize(3).flatMap(KeyCodecTest::pairsOf);
  }

  private static Arbitrary<KeyField> fields() {
    return Combinators.combine(
            Arbitraries.of(TypedValues.TYPES),
            Arbitraries.of(Order.class),
            Arbitraries.of(Nullability.class))
        .as(KeyField::new);
  }

  private static Arbitrary<Pair> pairsOf(List<KeyField> fields) {
    List<Arbitrary<Object>> values = new ArrayList<>();
    for (KeyField field : fields) {
      values.add(
          field.nullability() == Nullability.NULLABLE
              ? TypedValues.orNull(field.type())
              : TypedValues.of(field.type()));
    }
    Arbitrary<List<Object>> left = Combinators.combine(values).as(ArrayList::new);
    return Combinators.combine(left, left, Arbitraries.integers().between(0, 3))
        .as((a, b, same) -> new Pair(fields, a, withSameBeginning(a, b, same)));
  }

  private static List<Object> withSameBeginning(List<Object> from, List<Object> other, int count) {
    List<Object> mixed = new ArrayList<>(other);
    for (int i = 0; i < Math.min(count, other.size()); i++) {
      mixed.set(i, from.get(i));
    }
    return mixed;
  }

  private static int compare(Pair pair) {
    for (int i = 0; i < pair.fields().size(); i++) {
      KeyField field = pair.fields().get(i);
      Comparator<@Nullable Object> order = TypedValues.order(field.type());
      int compared = order.compare(pair.left().get(i), pair.right().get(i));
      if (compared != 0) {
        return field.order() == Order.ASCENDING ? compared : -compared;
      }
    }
    return 0;
  }

  private static byte[] encode(List<KeyField> fields, List<?> values) {
    Registers registers = new Registers(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      TypedValues.put(fields.get(i).type(), values.get(i), registers, i);
    }
    Bytes key = new Bytes();
    new KeyCodec(fields).encode(registers, upTo(fields.size()), key);
    return key.toArray();
  }

  private static int[] upTo(int count) {
    return IntStream.range(0, count).toArray();
  }

  @Test
  void halfASurrogatePairIsRefused() {
    List<KeyField> fields = List.of(field(SqlType.VARCHAR, Order.ASCENDING));

    assertThatThrownBy(() -> encode(fields, List.of("ab\ud800c")))
        .isInstanceOfSatisfying(
            SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.INVALID_CHARACTER))
        .hasMessageContaining("U+D800");
  }

  @Test
  void nullIsRefusedWhereAKeyCannotHoldIt() {
    List<KeyField> fields = List.of(field(SqlType.BIGINT, Order.ASCENDING));

    assertThatThrownBy(() -> encode(fields, Arrays.asList((Object) null)))
        .isInstanceOfSatisfying(
            SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.NOT_NULL_VIOLATION));
  }

  @Test
  void negativeZeroIsZeroAndNanIsAboveAll() {
    List<KeyField> fields = List.of(field(SqlType.DOUBLE, Order.ASCENDING));

    assertThat(encode(fields, List.of(-0.0))).isEqualTo(encode(fields, List.of(0.0)));
    assertThat(encode(fields, List.of(Double.longBitsToDouble(0xfff8000000000001L))))
        .isEqualTo(encode(fields, List.of(Double.NaN)))
        .satisfies(nan -> assertThat(hex(nan)).isGreaterThan("fff0000000000000"));
  }

  private static KeyField field(SqlType type, Order order) {
    return new KeyField(type, order, Nullability.NO_NULLS);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
