package dev.zdb.kv.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.checkpoint.Extent.Kind;
import dev.zdb.kv.checkpoint.Extent.Label;
import dev.zdb.kv.page.ExtentRef;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An extent whole in itself is still refused where it is not the one that its parent speaks of. */
final class ExtentTest {
  private static final Label LABEL = new Label(Kind.PAGE, 7, 256);
  private static final ExtentRef PLACE = new ExtentRef(0x41000, 1, 0, 9);

  private final byte[] extent = content(1);
  private final ExtentRef ref = sealed(extent, LABEL, PLACE);

  @Test
  void theExtentThatTheParentSpeaksOfIsGood() {
    Extent.verify(extent, LABEL, ref, "data.zdb");
  }

  @Test
  void anyBitTurnedIsNoticed() {
    for (int bit = 0; bit < extent.length * 8; bit++) {
      byte[] damaged = extent.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      refused(damaged, ref, LABEL);
    }
  }

  @Test
  void aWriteThatWasLostIsNoticed() {
    byte[] stale = content(2);
    sealed(stale, LABEL, new ExtentRef(PLACE.offset(), 1, 0, 8));

    refused(stale, ref, LABEL);
  }

  @Test
  void anotherContentOfTheSameGenerationIsNoticed() {
    byte[] other = content(2);
    sealed(other, LABEL, PLACE);

    refused(other, ref, LABEL);
  }

  @Test
  void aWriteThatWentElsewhereIsNoticed() {
    byte[] misplaced = content(1);
    ExtentRef elsewhere = sealed(misplaced, LABEL, new ExtentRef(0x42000, 1, 0, 9));

    refused(misplaced, new ExtentRef(PLACE.offset(), 1, elsewhere.crc(), 9), LABEL);
  }

  @Test
  void anExtentOfAnotherTreeOrKindIsNoticed() {
    refused(extent, ref, new Label(Kind.PAGE, 8, 256));
    refused(extent, ref, new Label(Kind.OVERFLOW, 7, 256));
  }

  private static void refused(byte[] found, ExtentRef ref, Label label) {
    assertThatThrownBy(() -> Extent.verify(found, label, ref, "data.zdb"))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("data.zdb, extent at offset 266240 of tree " + label.tree());
  }

  private static ExtentRef sealed(byte[] extent, Label label, ExtentRef place) {
    int crc = Extent.seal(extent, label, place);
    assertThat(crc).isNotZero();
    return new ExtentRef(place.offset(), place.units(), crc, place.generation());
  }

  private static byte[] content(int fill) {
    byte[] content = new byte[256];
    Arrays.fill(content, Extent.HEADER, content.length, (byte) fill);
    return content;
  }
}
