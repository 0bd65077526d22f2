package dev.zdb.kv.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.PageEditor.Fences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
  private final byte[] leaf = PageEditor.empty(256, 0, Fences.NONE);

  @Test
  void aKeyIsFoundAtItsPlaceInTheOrderOfUnsignedBytes() {
    put(leaf, "b", "1");
    put(leaf, "", "2");
    put(leaf, "a\u00ff", "3");
    put(leaf, "abcdefgh", "4");

    assertThat(keys(leaf)).containsExactly("", "abcdefgh", "a\u00ff", "b");
    assertThat(Page.find(leaf, bytes("abcdefgh"))).isEqualTo(1);
  }

  @Test
  void anAbsentKeyIsToldWithThePlaceWhereItWouldBe() {
    put(leaf, "b", "1");
    put(leaf, "d", "2");

    assertThat(Page.find(leaf, bytes("a"))).isEqualTo(-1);
    assertThat(Page.find(leaf, bytes("c"))).isEqualTo(-2);
    assertThat(Page.find(leaf, bytes("d\0"))).isEqualTo(-3);
    assertThat(Page.lowerBound(leaf, bytes("d"))).isEqualTo(1);
    assertThat(Page.lowerBound(leaf, bytes("e"))).isEqualTo(2);
  }

  @Test
  void keysThatDifferOnlyInZerosBehindTheirHeadsAreDifferent() {
    put(leaf, "a", "1");
    put(leaf, "a\0", "2");
    put(leaf, "a\0\0\0\0", "3");

    assertThat(value(leaf, "a")).isEqualTo("1");
    assertThat(value(leaf, "a\0")).isEqualTo("2");
    assertThat(value(leaf, "a\0\0\0\0")).isEqualTo("3");
  }

  @Test
  void whatTheFencesBeginWithAlikeIsStoredOnce() {
    byte[] page = PageEditor.empty(256, 0, new Fences(ascii("customer/1"), ascii("customer/2")));
    put(page, "customer/17", "x");

    assertThat(Page.prefixLength(page)).isEqualTo("customer/".length());
    assertThat(PageEditor.footprint(page, 0)).isEqualTo(6 + 4 + "17".length() + "x".length());
    assertThat(keys(page)).containsExactly("customer/17");
    assertThat(Page.find(page, bytes("customer"))).isEqualTo(-1);
    assertThat(Page.find(page, bytes("customer/"))).isEqualTo(-1);
    assertThat(Page.find(page, bytes("customers"))).isEqualTo(-2);
  }

  @Test
  void aKeyBelongsToTheChildWithTheGreatestLowFenceNotAboveIt() {
    byte[] inner = PageEditor.empty(256, 1, Fences.NONE);
    for (String low : List.of("", "f", "m")) {
      PageEditor.insert(inner, Page.count(inner), bytes(low), PageValue.child());
    }

    assertThat(Page.childFor(inner, bytes(""))).isEqualTo(0);
    assertThat(Page.childFor(inner, bytes("ezzz"))).isEqualTo(0);
    assertThat(Page.childFor(inner, bytes("f"))).isEqualTo(1);
    assertThat(Page.childFor(inner, bytes("z"))).isEqualTo(2);
    assertThat(Page.childBefore(inner, bytes("f"))).isEqualTo(0);
    assertThat(Page.childBefore(inner, bytes("f\0"))).isEqualTo(1);
  }

  @Test
  void fencesTellWhatLiesBeyondThePage() {
    byte[] page = PageEditor.empty(256, 0, new Fences(ascii("f"), ascii("m")));

    assertThat(Page.endsBy(page, bytes("m"))).isTrue();
    assertThat(Page.endsBy(page, bytes("l"))).isFalse();
    assertThat(Page.beginsAt(page, bytes("f"))).isTrue();
    assertThat(Page.beginsAt(page, bytes("g"))).isFalse();
    assertThat(Page.endsBy(leaf, bytes("zzz"))).isFalse();
    assertThat(Page.isLeftmost(leaf)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1_024, 8_192, 65_536})
  void threeOfTheLongestKeysAndOneOfTheLongestValuesFitBesideTheirFences(int pageBytes) {
    byte[] low = new byte[Page.maxKeyBytes(pageBytes)];
    byte[] high = low.clone();
    low[0] = 1;
    high[0] = 9;
    byte[] page = PageEditor.empty(pageBytes, 0, new Fences(low, high));
    byte[] key = low.clone();
    key[0] = 5;
    Bytes value = Bytes.copyOf(new byte[Page.maxInlineValueBytes(pageBytes)]);

    assertThat(PageEditor.insert(page, 0, Bytes.copyOf(key), PageValue.inline(value))).isTrue();
    PageVerifier.verify(page, "here");
  }

  @Test
  void aSeparatorIsTheShortestKeyThatPartsItsNeighbours() {
    assertThat(Keys.separator(ascii("abcdef"), ascii("abxyz"))).isEqualTo(ascii("abx"));
    assertThat(Keys.separator(ascii("ab"), ascii("ab\0"))).isEqualTo(ascii("ab\0"));
    assertThat(Keys.separator(ascii(""), ascii("zz"))).isEqualTo(ascii("z"));
  }

  @Test
  void aPageThatContradictsItselfIsRefusedWithItsPlace() {
    put(leaf, "a", "1");
    put(leaf, "b", "2");
    refuses("keys out of order", page -> swapEntries(page));
    refuses("flags", page -> page[Page.FLAGS] = 1);
    refuses("a level over any tree's height", page -> page[Page.LEVEL] = (byte) 200);
    refuses("a directory that reaches into records", page -> Page.setU16(page, Page.COUNT, 60));
    refuses("outside of the page", page -> Page.setU16(page, Page.directory(page) + 4, 255));
    refuses("head", page -> page[Page.directory(page)] ^= 1);
    refuses("garbage", page -> Page.setI32(page, Page.GARBAGE, 3));
  }

  private interface Damage {
    void to(byte[] page);
  }

  private void refuses(String problem, Damage damage) {
    byte[] damaged = leaf.clone();
    damage.to(damaged);
    assertThatThrownBy(() -> PageVerifier.verify(damaged, "data.zdb, tree 7"))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("data.zdb, tree 7")
        .hasMessageContaining(problem);
  }

  private static void swapEntries(byte[] page) {
    int directory = Page.directory(page);
    byte[] first = Arrays.copyOfRange(page, directory, directory + Page.ENTRY);
    System.arraycopy(page, directory + Page.ENTRY, page, directory, Page.ENTRY);
    System.arraycopy(first, 0, page, directory + Page.ENTRY, Page.ENTRY);
  }

  private static void put(byte[] page, String key, String value) {
    int index = -1 - Page.find(page, bytes(key));
    assertThat(PageEditor.insert(page, index, bytes(key), PageValue.inline(bytes(value)))).isTrue();
    PageVerifier.verify(page, "the test");
  }

  private static String value(byte[] page, String key) {
    int index = Page.find(page, bytes(key));
    int start = Page.valueStart(page, index);
    return new String(page, start, Page.valueLengthAt(page, index), ISO_8859_1);
  }

  private static List<String> keys(byte[] page) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < Page.count(page); i++) {
      keys.add(new String(Page.key(page, i), ISO_8859_1));
    }
    return keys;
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
