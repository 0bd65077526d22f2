package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.SimulatedStores;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session on a disk that is full finds 53100, reads on, and writes on once there is room. */
final class FullDiskTest {
  private final SimulatedFileSystem disk = new SimulatedFileSystem();
  private Talk talk;

  @BeforeEach
  void openOnADiskThatIsAboutToFill() {
    SqlSession session =
        new Databases().connect(SimulatedStores.open(disk), "full", SessionOptions.defaults());
    talk = new Talk(session);
    talk.run("CREATE TABLE t (k INTEGER PRIMARY KEY, v VARCHAR)", "CREATE INDEX tv ON t(v)");
    talk.run("INSERT INTO t VALUES (1, 'first')");
    disk.limitTo(disk.totalBytes());
  }

  @AfterEach
  void close() {
    talk.close();
  }

  /** Inserts until a statement fails; gives its code. */
  private SqlErrorCode fill() {
    for (int i = 0; i < 1_000; i++) {
      try {
        talk.run("INSERT INTO t SELECT max(k) + 1, 'v' FROM t");
      } catch (SqlProblem full) {
        return full.code();
      }
    }
    throw new AssertionError("the disk takes everything");
  }

  private int count() {
    return Integer.parseInt(talk.rows("SELECT count(*) FROM t").get(0));
  }

  @Test
  void theStatementThatFindsNoRoomFailsAloneAndTheNextOneWithRoomDoesNot() {
    assertThat(fill()).isEqualTo(SqlErrorCode.DISK_FULL);
    int stored = count();
    assertThat(talk.rows("SELECT max(k) FROM t")).containsExactly(Integer.toString(stored));
    assertThat(talk.failureOf("CREATE TABLE u (k INTEGER)")).isEqualTo(SqlErrorCode.DISK_FULL);

    disk.limitTo(Long.MAX_VALUE);

    talk.run("INSERT INTO t SELECT max(k) + 1, 'v' FROM t", "CREATE TABLE u (k INTEGER)");
    assertThat(count()).isEqualTo(stored + 1);
    assertThat(talk.rows("SELECT count(*) FROM t WHERE v >= ''"))
        .containsExactly(Integer.toString(stored + 1));
  }

  @Test
  void theCommitThatFindsNoRoomEndsItsTransactionAndTheNextOneGoesOn() {
    int committed = 0;
    SqlErrorCode failure = null;
    while (failure == null && committed < 1_000) {
      talk.run("BEGIN", "UPDATE t SET v = v || 'x'");
      try {
        talk.run("COMMIT");
        committed++;
      } catch (SqlProblem full) {
        failure = full.code();
      }
    }
    assertThat(failure).isEqualTo(SqlErrorCode.DISK_FULL);
    assertThat(talk.session().inTransaction()).isFalse();
    assertThat(talk.rows("SELECT v FROM t")).containsExactly("first" + "x".repeat(committed));

    disk.limitTo(Long.MAX_VALUE);

    talk.run("BEGIN", "UPDATE t SET v = 'changed'", "COMMIT");
    assertThat(talk.rows("SELECT v FROM t")).containsExactly("changed");
  }
}
