package dev.zdb.sql.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a list in the making says that it holds, by which a statement is ended in time. */
final class ListingTest {
  private static final int TEXT = 0;
  private static final int KEY = 1;
  private static final SqlType TEXTS = SqlType.of(TypeKind.VARCHAR, 10_000);
  private static final SqlType NUMBERS = SqlType.of(TypeKind.BIGINT);

  @Test
  void aListOfNothingHoldsALittle() {
    assertThat(listOrderedBy().heldBytes()).isBetween(1L, 1_000L);
  }

  @Test
  void eachTextIsHeldWithThePlaceItTakes() {
    Listing list = listOrderedBy();
    long before = list.heldBytes();
    list.add(row("x".repeat(5_000), null));
    long one = list.heldBytes() - before;
    list.add(row("x".repeat(5_000), null));

    assertThat(one).isBetween(Form.heldBytes("x".repeat(5_000)) + 64, 5_400L);
    assertThat(list.heldBytes() - before).isEqualTo(2 * one);
  }

  @Test
  void aNullIsNotHeld() {
    Listing list = listOrderedBy();
    long before = list.heldBytes();

    list.add(row(null, null));

    assertThat(list.heldBytes()).isEqualTo(before);
  }

  @Test
  void whatATextIsOrderedByIsHeldToo() {
    String key = "k".repeat(3_000);
    long bare = heldByOneRow(listOrderedBy(), key);
    long withNumber = heldByOneRow(listOrderedBy(NUMBERS), key);
    long withText = heldByOneRow(listOrderedBy(TEXTS), key);
    long withBoth = heldByOneRow(listOrderedBy(TEXTS, NUMBERS), key);

    assertThat(withNumber - bare).as("two words, a reference, a flag").isBetween(21L, 40L);
    assertThat(withText - withNumber).isEqualTo(Form.heldBytes(key));
    assertThat(withBoth - withText).isEqualTo(withNumber - bare);
  }

  private static long heldByOneRow(Listing list, String key) {
    long before = list.heldBytes();
    list.add(row("text", key));
    return list.heldBytes() - before;
  }

  private static Listing listOrderedBy(SqlType... keys) {
    return new Listing(
        TEXT,
        null,
        List.of(keys).stream()
            .map(
                type ->
                    new Aggregates.ListOrder(
                        KEY, type, /* isDescending= */ false, /* nullsComeFirst= */ false))
            .toList());
  }

  private static Registers row(@Nullable String text, @Nullable String key) {
    Registers row = new Registers(2);
    row.objects[TEXT] = text;
    row.nulls[TEXT] = text == null;
    row.objects[KEY] = key;
    row.nulls[KEY] = key == null;
    return row;
  }
}
