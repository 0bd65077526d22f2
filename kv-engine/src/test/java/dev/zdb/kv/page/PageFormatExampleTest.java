package dev.zdb.kv.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.PageEditor.Fences;
import dev.zdb.kv.testing.HexExample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The examples in {@code docs/format/page.md} are what is written and read, byte for byte. */
final class PageFormatExampleTest {
  @Test
  void theExampleOfALeaf() throws IOException {
    byte[] leaf = PageEditor.empty(256, 0, new Fences(ascii("item/1"), ascii("item/4")));
    add(leaf, "item/3", PageValue.overflow(70_000));
    add(leaf, "item/17", PageValue.inline(bytes("red")));
    new ExtentRef(0x45000, 18, 0x01020304, 7).write(leaf, PageValue.refStart(leaf, 1));

    requireExample("## A leaf", leaf);
  }

  @Test
  void theExampleOfAnInnerPage() throws IOException {
    byte[] inner = PageEditor.empty(256, 1, Fences.NONE);
    add(inner, "", PageValue.child());
    add(inner, "item/4", PageValue.child());
    new ExtentRef(0x41000, 1, 0x11121314, 7).write(inner, PageValue.refStart(inner, 0));
    new ExtentRef(0x42000, 1, 0x21222324, 6).write(inner, PageValue.refStart(inner, 1));

    requireExample("## An inner page", inner);
  }

  private static void requireExample(String heading, byte[] page) throws IOException {
    PageVerifier.verify(page, heading);
    byte[] example = HexExample.under(heading, "page.md", 256);
    assertThat(HexExample.rows(example)).isEqualTo(HexExample.rows(page));
    PageVerifier.verify(example, heading);
  }

  private static void add(byte[] page, String key, PageValue value) {
    assertThat(PageEditor.insert(page, -1 - Page.find(page, bytes(key)), bytes(key), value))
        .isTrue();
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
