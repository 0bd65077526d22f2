package dev.zdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows written, at equal promises: in batches of a thousand with one index, and one by one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class WriteBenchmark {
  private static final int BATCH = 1_000;

  @Param public Peer peer;

  @Param public Peer.Promise promise;

  private Path folder;
  private Connection db;
  private PreparedStatement insert;
  private int next;
  private final SplittableRandom random = new SplittableRandom(1);

  @Setup(Level.Trial)
  public void open() throws IOException, SQLException {
    if (!peer.offers(promise)) {
      throw new IllegalStateException(peer + " cannot promise " + promise);
    }
    folder = Folder.make();
    db = peer.open(folder, promise);
    try (Statement sql = db.createStatement()) {
      sql.execute("CREATE TABLE item (id INT PRIMARY KEY, grp INT NOT NULL, label VARCHAR(100))");
      sql.execute("CREATE INDEX item_grp ON item (grp)");
    }
    db.setAutoCommit(false);
    insert = db.prepareStatement("INSERT INTO item VALUES (?, ?, ?)");
  }

  @TearDown(Level.Trial)
  public void close() throws IOException, SQLException {
    db.rollback();
    db.close();
    Folder.delete(folder);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void rowOfABatch() throws SQLException {
    for (int i = 0; i < BATCH; i++) {
      bind();
      insert.addBatch();
    }
    insert.executeBatch();
    db.commit();
  }

  @Benchmark
  public void singleRowCommit() throws SQLException {
    bind();
    insert.executeUpdate();
    db.commit();
  }

  private void bind() throws SQLException {
    insert.setInt(1, next);
    insert.setInt(2, random.nextInt(1_000_000));
    insert.setString(3, "the label of item number " + next);
    next++;
  }
}
