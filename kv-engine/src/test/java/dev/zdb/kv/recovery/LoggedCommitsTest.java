package dev.zdb.kv.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.txn.CommitLog.Appended;
import dev.zdb.kv.wal.LogEnd;
import dev.zdb.kv.wal.LogOptions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Commits that wait for a log while it ends and another begins. */
final class LoggedCommitsTest {
  private static final UUID STORE = new UUID(1, 2);
  private static final LogOptions LOG = new LogOptions(0, 8 << 10, 32 << 10, 1 << 10);

  @Test
  void whatWasAppendedToALogThatFailedIsNeverTakenForWrittenByTheNext() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    LoggedCommits commits = new LoggedCommits(disk, LOG);
    commits.start(LogEnd.ofNewStore(0), STORE);
    disk.limitTo(disk.totalBytes());
    Appended lost = append(commits, 900);
    while (isWritten(lost)) {
      lost = append(commits, 900);
    }
    disk.limitTo(Long.MAX_VALUE);
    commits.startAnew(0, STORE);
    append(commits, 9_000).await(Durability.FULL);

    Appended last = lost;
    for (Durability durability : List.of(Durability.FULL, Durability.NORMAL)) {
      assertThatThrownBy(() -> last.await(durability))
          .isInstanceOfSatisfying(
              KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
    }
    commits.log().close();
  }

  private static boolean isWritten(Appended commit) {
    try {
      commit.await(Durability.FULL);
      return true;
    } catch (KvException full) {
      assertThat(full.code()).isEqualTo(ErrorCode.DISK_FULL);
      return false;
    }
  }

  private static Appended append(LoggedCommits commits, int bytes) {
    return commits.append(List.of(Bytes.copyOf(new byte[bytes])).iterator());
  }
}
