package dev.zdb.kv.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.checkpoint.Superblock.Reached;
import dev.zdb.kv.checkpoint.Superblock.Roots;
import dev.zdb.kv.page.ExtentRef;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class SuperblockTest {
  private static final int BODY = 120;

  private final Superblock superblock = ofGeneration(5);

  @Test
  void whatIsWrittenIsReadAgain() {
    assertThat(Superblock.decode(superblock.encode(), "here")).isEqualTo(superblock);
  }

  @Test
  void eachGenerationGoesToTheSlotOfTheOneFourBefore() {
    assertThat(ofGeneration(1).offset()).isEqualTo(65_536);
    assertThat(ofGeneration(4).offset()).isZero();
    assertThat(ofGeneration(5).offset()).isEqualTo(65_536);
  }

  @Test
  void aSlotWithAnyBitTurnedHoldsNoSuperblock() {
    for (int bit = 0; bit < (BODY + 4) * 8; bit++) {
      byte[] block = superblock.encode();
      block[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Superblock.decode(block, "here")).as("bit %d", bit).isNull();
    }
  }

  @Test
  void anEmptySlotHoldsNoSuperblockAndIsOfNoOtherFormat() {
    byte[] empty = new byte[Superblock.SLOT_BYTES];

    assertThat(Superblock.decode(empty, "here")).isNull();
    assertThat(Superblock.formatOf(empty)).isEqualTo(Superblock.FORMAT);
  }

  @Test
  void anotherFormatIsRefusedByItsNumber() {
    byte[] block = superblock.encode();
    block[11] = 2;
    seal(block);

    assertThat(Superblock.formatOf(block)).isEqualTo(2);
    refused(block, "format 2");
  }

  @Test
  void featuresThatMayBeIgnoredAreAndOthersAreRefused() {
    assertThat(Superblock.decode(withFeature(12), "here")).isNotNull();
    refused(withFeature(20), "features");
    refused(withFeature(28), "features");
  }

  private byte[] withFeature(int mask) {
    byte[] block = superblock.encode();
    block[mask] = 4;
    seal(block);
    return block;
  }

  private static void refused(byte[] block, String why) {
    assertThatThrownBy(() -> Superblock.decode(block, "data.zdb"))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT))
        .hasMessageContaining("data.zdb")
        .hasMessageContaining(why);
  }

  private static void seal(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, BODY);
    ByteBuffer.wrap(block).putInt(BODY, (int) crc.getValue());
  }

  private static Superblock ofGeneration(int generation) {
    ExtentRef ref = new ExtentRef(0xffff_f000_0000L, 3, -1, generation);
    Reached reached = new Reached(1L << 60, 1L << 50, 1L << 59);
    return new Superblock(UUID.randomUUID(), generation, reached, new Roots(ref, ref, 99), 17);
  }
}
