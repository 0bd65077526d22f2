package dev.zdb.kv.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.checkpoint.Extent.Kind;
import dev.zdb.kv.checkpoint.Extent.Label;
import dev.zdb.kv.checkpoint.Superblock.Reached;
import dev.zdb.kv.checkpoint.Superblock.Roots;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.testing.HexExample;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The examples in {@code docs/format/data-file.md} are what is written and read, byte for byte. */
final class DataFileFormatExampleTest {
  private static final UUID STORE = UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210");

  @Test
  void theExampleOfASuperblock() throws IOException {
    ExtentRef trees = new ExtentRef(0x43000, 1, 0x31323334, 7);
    ExtentRef map = new ExtentRef(0x44000, 1, 0x41424344, 7);
    Superblock superblock =
        new Superblock(STORE, 7, new Reached(0x2a71, 19, 0x2a71), new Roots(trees, map, 78), 3);

    byte[] example = HexExample.under("## A superblock", "data-file.md", Superblock.SLOT_BYTES);
    assertThat(HexExample.rows(example)).isEqualTo(HexExample.rows(superblock.encode()));
    assertThat(Superblock.decode(example, "the example")).isEqualTo(superblock);
    assertThat(superblock.offset()).isEqualTo(196_608);
  }

  @Test
  void theExampleOfAMapOfExtents() throws IOException {
    UnitMap units = UnitMap.empty();
    units.allocate(300);
    units.free(new ExtentRef(UnitMap.FIRST_UNIT * 4_096L + 4_096, 2, 0, 6));
    byte[] extent = new byte[48];
    int end = units.encode(extent, Extent.HEADER);
    Label label = new Label(Kind.MAP, Checkpointer.NO_TREE, end);
    ExtentRef place = new ExtentRef(0x44000, 1, 0, 7);
    int crc = Extent.seal(extent, label, place);

    byte[] example = HexExample.under("## A map of extents", "data-file.md", 48);
    assertThat(HexExample.rows(example)).isEqualTo(HexExample.rows(extent));
    Extent.verify(example, label, new ExtentRef(0x44000, 1, crc, 7), "the example");
    assertThat(UnitMap.decode(example, Extent.HEADER).live()).isEqualTo(units.live());
  }
}
