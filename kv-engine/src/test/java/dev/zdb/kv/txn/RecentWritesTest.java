package dev.zdb.kv.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import org.junit.jupiter.api.Test;

/** Who was first is known as far back as somebody asks, and no further. */
final class RecentWritesTest {
  private static final int TREE = 7;

  private final RecentWrites recent = new RecentWrites();

  @Test
  void aKeyIsInConflictForThoseWhoBeganBeforeItsCommit() {
    recent.enter(4);
    recent.committed(5, writing("a"));

    assertThat(wroteSince(4, "a")).isTrue();
    assertThat(wroteSince(5, "a")).isFalse();
    assertThat(wroteSince(4, "b")).isFalse();
    assertThat(recent.wroteSince(4, TREE + 1, key("a"))).isFalse();
  }

  @Test
  void whatNobodyAsksForIsForgotten() {
    recent.enter(4);
    recent.enter(4);
    recent.committed(5, writing("a"));
    recent.leave(4);
    assertThat(wroteSince(4, "a")).as("one still asks").isTrue();

    recent.leave(4);
    recent.committed(6, writing("b"));

    assertThat(wroteSince(4, "a") || wroteSince(4, "b")).isFalse();
  }

  private boolean wroteSince(long time, String key) {
    return recent.wroteSince(time, TREE, key(key));
  }

  private static WriteSet writing(String key) {
    WriteSet writes = new WriteSet(new WriteBudget(1 << 20));
    writes.put(TREE, key(key), key(""));
    return writes;
  }

  private static Bytes key(String text) {
    return Bytes.copyOf(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
