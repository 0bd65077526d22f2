package dev.zdb.sql.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowCodecTest {

  /** A row and the types of its columns. */
  record Row(List<SqlType> types, List<Object> values) {}

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  void aRowGivesBackEachColumnWithoutTheOthers(
      @ForAll("rows") Row row, @ForAll @IntRange(max = 300) int version) {
    byte[] bytes = encode(version, row);
    RowCodec codec = new RowCodec(version + 1, row.types());

    for (int i = 0; i < row.types().size(); i++) {
      Registers registers = new Registers(1);
      codec.reader(new int[] {i}, new int[] {0}).read(bytes, 0, registers);
      assertSame(row.types().get(i), TypedValues.take(row.types().get(i), registers, 0), row, i);
    }
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void columnsAddedAfterARowWasWrittenReadNull(@ForAll("rows") Row row, @ForAll("rows") Row added) {
    byte[] bytes = encode(1, row);
    List<SqlType> types = new ArrayList<>(row.types());
    types.addAll(added.types());
    int[] all = IntStream.range(0, types.size()).toArray();
    Registers registers = new Registers(types.size());

    new RowCodec(2, types).reader(all, all).read(bytes, 0, registers);

    for (int i = 0; i < types.size(); i++) {
      if (i < row.types().size()) {
        assertSame(types.get(i), TypedValues.take(types.get(i), registers, i), row, i);
      } else {
        assertThat(registers.nulls[i]).isTrue();
      }
    }
  }

  @Test
  void longValuesAndManyColumnsKeepTheirPlaces() {
    for (int length : new int[] {300, 65_535, 65_536, 1_000_000}) {
      List<SqlType> types = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        types.add(i % 2 == 0 ? SqlType.VARCHAR : SqlType.BIGINT);
        values.add(i % 2 == 0 ? "\u00e4" : (Object) (long) i);
      }
      values.set(10, "x".repeat(length - 149 * 2));
      Row row = new Row(types, values);
      byte[] bytes = encode(1_000, row);
      Registers registers = new Registers(3);

      new RowCodec(1_000, types)
          .reader(new int[] {10, 298, 299}, new int[] {0, 1, 2})
          .read(bytes, 0, registers);

      assertThat(registers.objects[0]).isEqualTo(values.get(10));
      assertThat(registers.objects[1]).isEqualTo("\u00e4");
      assertThat(registers.words[2]).isEqualTo(299);
    }
  }

  @Provide
  Arbitrary<Row> rows() {
    return Arbitraries.of(TypedValues.TYPES)
        .list()
        .ofMaxSize(12)
        .flatMap(
            types -> {
              List<Arbitrary<Object>> values = types.stream().map(TypedValues::orNull).toList();
              return Combinators.combine(values).as(list -> new Row(types, new ArrayList<>(list)));
            });
  }

  private static void assertSame(SqlType type, @Nullable Object read, Row row, int column) {
    assertThat(TypedValues.order(type).compare(read, row.values().get(column))).isZero();
  }

  private static byte[] encode(int version, Row row) {
    int[] all = IntStream.range(0, row.types().size()).toArray();
    Registers registers = new Registers(all.length);
    for (int i : all) {
      TypedValues.put(row.types().get(i), row.values().get(i), registers, i);
    }
    Bytes bytes = new Bytes(0);
    new RowCodec(version, row.types()).encode(registers, all, bytes);
    return bytes.toArray();
  }
}
