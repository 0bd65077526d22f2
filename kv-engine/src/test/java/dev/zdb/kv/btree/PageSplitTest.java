package dev.zdb.kv.btree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageEditor;
import dev.zdb.kv.page.PageEditor.Fences;
import dev.zdb.kv.page.PageValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PageSplitTest {
  private final byte[] leaf = PageEditor.empty(1_024, 0, Fences.NONE);

  @Test
  void aLeafIsPartedNearTheMiddleWhereTheShortestKeyDoes() {
    fill("smith/", 11);
    fill("taylor/", 9);

    assertThat(PageSplit.boundary(leaf, 3)).isEqualTo(11);
    assertThat(Page.separatorLength(leaf, 11)).isEqualTo(1);
    assertThat(Page.separatorLength(leaf, 9)).isEqualTo("smith/19".length());
  }

  @Test
  void aShortKeyFarFromTheMiddleIsLeftAlone() {
    fill("smith/", 18);
    fill("taylor/", 2);

    assertThat(PageSplit.boundary(leaf, 3)).isBetween(8, 12);
  }

  @Test
  void keysThatAscendLeaveTheirPageNearlyFull() {
    fill("k", 20);

    assertThat(PageSplit.boundary(leaf, 20)).isBetween(16, 19);
  }

  private void fill(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      String key = prefix + (10 + i);
      Bytes bytes = Bytes.copyOf(key.getBytes(StandardCharsets.US_ASCII));
      PageValue value = PageValue.inline(Bytes.copyOf(new byte[20]));
      assertThat(PageEditor.insert(leaf, Page.count(leaf), bytes, value)).isTrue();
    }
  }
}
