package dev.zdb.sql.exec;

import static dev.zdb.sql.exec.Workbench.literal;
import static dev.zdb.sql.exec.Workbench.row;
import static dev.zdb.sql.exec.Workbench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.ValueOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SortTest {
  private static final List<Slot> SLOTS =
      List.of(
          new Slot(10, SqlType.BIGINT), new Slot(11, SqlType.BIGINT), new Slot(12, SqlType.BIGINT));

  private final Workbench bench = new Workbench();

  @Test
  void nullsGoWhereTheKeySaysWhicheverWayValuesRun() {
    Slot slot = bench.number();
    Operator source = rows(List.of(slot), List.of(row(2L), row((Object) null), row(1L)));

    assertThat(sorted(source, slot, Order.ASCENDING, SortKey.Nulls.LAST))
        .containsExactly(row(1L), row(2L), row((Object) null));
    assertThat(sorted(source, slot, Order.ASCENDING, SortKey.Nulls.FIRST))
        .containsExactly(row((Object) null), row(1L), row(2L));
    assertThat(sorted(source, slot, Order.DESCENDING, SortKey.Nulls.FIRST))
        .containsExactly(row((Object) null), row(2L), row(1L));
    assertThat(sorted(source, slot, Order.DESCENDING, SortKey.Nulls.LAST))
        .containsExactly(row(2L), row(1L), row((Object) null));
  }

  @Test
  void stringsSortByCodePointAndDoublesWithNotANumberAboveAll() {
    Slot text = bench.slot(SqlType.VARCHAR);
    Slot real = bench.slot(SqlType.DOUBLE);

    assertThat(
            sorted(
                rows(List.of(text), List.of(row("\ud83d\ude00"), row("\uffee"), row("a"))),
                text,
                Order.ASCENDING,
                SortKey.Nulls.LAST))
        .containsExactly(row("a"), row("\uffee"), row("\ud83d\ude00"));
    assertThat(
            sorted(
                rows(
                    List.of(real),
                    List.of(row(Double.NaN), row(Double.POSITIVE_INFINITY), row(-1.5))),
                real,
                Order.DESCENDING,
                SortKey.Nulls.LAST))
        .containsExactly(row(Double.NaN), row(Double.POSITIVE_INFINITY), row(-1.5));
  }

  @Property(tries = 500)
  void theSortPrefixNeverContradictsTheOrderOfValues(
      @ForAll Form form, @ForAll long[] words, @ForAll("texts") List<String> texts) {
    Registers values = new Registers(2);
    for (int i = 0; i < 2; i++) {
      values.words[i] = words.length > i ? words[i] : i - 1;
      values.highs[i] = words.length > i + 2 ? words[i + 2] : values.words[i] >> 63;
      String text = texts.get(i);
      values.objects[i] = form == Form.BYTES ? text.getBytes(StandardCharsets.UTF_8) : text;
    }
    TypeKind kind =
        switch (form) {
          case WORD -> TypeKind.BIGINT;
          case MOMENT -> TypeKind.TIMESTAMP;
          case TEXT -> TypeKind.VARCHAR;
          case BYTES -> TypeKind.VARBINARY;
          default -> TypeKind.valueOf(form.name());
        };

    int order = ValueOrder.of(SqlType.of(kind)).compare(values, 0, values, 1);
    int prefixes = Long.compare(SortPrefix.of(form, values, 0), SortPrefix.of(form, values, 1));
    assertThat(Integer.signum(prefixes)).isIn(0, Integer.signum(order));
  }

  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<Character> units =
        Arbitraries.chars().with('a', 'b', '\0', '\ud7ff', '\ue000', '\uffff');
    Arbitrary<String> pairs = Arbitraries.of("\ud800\udc00", "\udbff\udfff");
    return Arbitraries.oneOf(units.map(String::valueOf), pairs)
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts))
        .list()
        .ofSize(2);
  }

  @Property(tries = 200)
  void rowsOfEqualKeysStayAsTheyCame(@ForAll("tables") List<List<@Nullable Object>> data) {
    List<Slot> slots = SLOTS;
    List<List<@Nullable Object>> expected =
        data.stream()
            .sorted((a, b) -> Long.compare(withNullsLast(a.get(0)), withNullsLast(b.get(0))))
            .toList();

    SortKey key = new SortKey(slots.get(0), Order.ASCENDING, SortKey.Nulls.LAST);
    assertThat(bench.run(new Sort(rows(slots, data), slots, List.of(key)), slots))
        .isEqualTo(expected);
  }

  @Property(tries = 200)
  void topNIsSortAndLimit(
      @ForAll("tables") List<List<@Nullable Object>> data,
      @ForAll @IntRange(max = 30) int offset,
      @ForAll @IntRange(max = 30) int count) {
    List<Slot> slots = SLOTS;
    List<SortKey> keys =
        List.of(
            new SortKey(slots.get(0), Order.DESCENDING, SortKey.Nulls.LAST),
            new SortKey(slots.get(1), Order.ASCENDING, SortKey.Nulls.FIRST));
    var skipped = literal(SqlType.BIGINT, (long) offset);
    var shown = literal(SqlType.BIGINT, (long) count);

    assertThat(bench.run(new TopN(rows(slots, data), slots, keys, skipped, shown), slots))
        .isEqualTo(
            bench.run(new Limit(new Sort(rows(slots, data), slots, keys), skipped, shown), slots));
  }

  @Provide
  Arbitrary<List<List<@Nullable Object>>> tables() {
    Arbitrary<Long> values = Arbitraries.longs().between(0, 5).injectNull(0.2);
    return values
        .list()
        .ofSize(3)
        .map(row -> Arrays.<@Nullable Object>asList(row.toArray()))
        .list()
        .ofMaxSize(60);
  }

  private static long withNullsLast(@Nullable Object value) {
    return value == null ? Long.MAX_VALUE : (long) value;
  }

  private List<List<@Nullable Object>> sorted(
      Operator source, Slot slot, Order order, SortKey.Nulls nulls) {
    return bench.run(
        new Sort(source, List.of(slot), List.of(new SortKey(slot, order, nulls))), List.of(slot));
  }
}
