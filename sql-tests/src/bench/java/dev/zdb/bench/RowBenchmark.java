package dev.zdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows read by key and by index, on a table of 100,000 that is in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RowBenchmark {
  private static final int ROWS = 100_000;
  private static final int ROWS_A_GROUP = 10;

  @Param public Peer peer;

  private Path folder;
  private Connection db;
  private PreparedStatement byKey;
  private PreparedStatement byIndex;
  private Statement statement;
  private final SplittableRandom random = new SplittableRandom(1);

  @Setup(Level.Trial)
  public void load() throws IOException, SQLException {
    folder = Folder.make();
    db = peer.open(folder, Peer.Promise.KILL);
    statement = db.createStatement();
    statement.execute(
        "CREATE TABLE item (id INT PRIMARY KEY, grp INT NOT NULL, label VARCHAR(100), price INT)");
    statement.execute("CREATE INDEX item_grp ON item (grp)");
    db.setAutoCommit(false);
    try (PreparedStatement insert = db.prepareStatement("INSERT INTO item VALUES (?, ?, ?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i);
        insert.setInt(2, i % (ROWS / ROWS_A_GROUP));
        insert.setString(3, "the label of item number " + i);
        insert.setInt(4, i * 3);
        insert.addBatch();
        if (i % 1_000 == 999) {
          insert.executeBatch();
        }
      }
    }
    db.commit();
    db.setAutoCommit(true);
    byKey = db.prepareStatement("SELECT label, price FROM item WHERE id = ?");
    byIndex = db.prepareStatement("SELECT label, price FROM item WHERE grp = ?");
  }

  @TearDown(Level.Trial)
  public void close() throws IOException, SQLException {
    db.close();
    Folder.delete(folder);
  }

  @Benchmark
  public long preparedKeyLookup() throws SQLException {
    byKey.setInt(1, random.nextInt(ROWS));
    return sum(byKey.executeQuery());
  }

  @Benchmark
  public long theSameTextAgain() throws SQLException {
    return sum(statement.executeQuery("SELECT label, price FROM item WHERE id = 4711"));
  }

  @Benchmark
  public long indexLookupOfTenRows() throws SQLException {
    byIndex.setInt(1, random.nextInt(ROWS / ROWS_A_GROUP));
    return sum(byIndex.executeQuery());
  }

  private static long sum(ResultSet rows) throws SQLException {
    long sum = 0;
    try (rows) {
      while (rows.next()) {
        sum += rows.getString(1).length() + rows.getInt(2);
      }
    }
    return sum;
  }
}
