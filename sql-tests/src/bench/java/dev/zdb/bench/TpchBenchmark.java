package dev.zdb.bench;

import io.trino.tpch.Customer;
import io.trino.tpch.LineItem;
import io.trino.tpch.Order;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
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

/**
 * TPC-H 1, 3 and 6 at scale 0.05 in memory, dates as parameters so that one text serves all.
 * SQLite, which has neither dates nor decimals, keeps days as text and money as REAL.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class TpchBenchmark {
  private static final double SCALE = 0.05;

  @Param public Peer peer;

  private Path folder;
  private Connection db;
  private PreparedStatement q1;
  private PreparedStatement q3;
  private PreparedStatement q6;

  @Setup(Level.Trial)
  public void load() throws IOException, SQLException {
    folder = Folder.make();
    db = peer.open(folder, Peer.Promise.KILL);
    create();
    db.setAutoCommit(false);
    loadCustomers();
    loadOrders();
    loadLineItems();
    db.commit();
    db.setAutoCommit(true);
    prepare();
  }

  @TearDown(Level.Trial)
  public void close() throws IOException, SQLException {
    db.close();
    Folder.delete(folder);
  }

  @Benchmark
  public int q1() throws SQLException {
    setDay(q1, 1, LocalDate.of(1998, 9, 2));
    return rows(q1);
  }

  @Benchmark
  public int q3() throws SQLException {
    setDay(q3, 1, LocalDate.of(1995, 3, 15));
    setDay(q3, 2, LocalDate.of(1995, 3, 15));
    return rows(q3);
  }

  @Benchmark
  public int q6() throws SQLException {
    setDay(q6, 1, LocalDate.of(1994, 1, 1));
    setDay(q6, 2, LocalDate.of(1995, 1, 1));
    return rows(q6);
  }

  private void prepare() throws SQLException {
    q1 =
        db.prepareStatement(
            "SELECT l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice),"
                + " sum(l_extendedprice * (1 - l_discount)),"
                + " sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)),"
                + " avg(l_quantity), avg(l_extendedprice), avg(l_discount), count(*)"
                + " FROM lineitem WHERE l_shipdate <= ?"
                + " GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus");
    q3 =
        db.prepareStatement(
            "SELECT l_orderkey, sum(l_extendedprice * (1 - l_discount)) AS revenue, o_orderdate,"
                + " o_shippriority FROM customer, orders, lineitem"
                + " WHERE c_mktsegment = 'BUILDING' AND c_custkey = o_custkey"
                + " AND l_orderkey = o_orderkey AND o_orderdate < ? AND l_shipdate > ?"
                + " GROUP BY l_orderkey, o_orderdate, o_shippriority"
                + " ORDER BY revenue DESC, o_orderdate"
                + (peer == Peer.SQLITE ? " LIMIT 10" : " FETCH FIRST 10 ROWS ONLY"));
    q6 =
        db.prepareStatement(
            "SELECT sum(l_extendedprice * l_discount) FROM lineitem"
                + " WHERE l_shipdate >= ? AND l_shipdate < ?"
                + " AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24");
  }

  private void create() throws SQLException {
    String money = peer == Peer.SQLITE ? "REAL" : "DECIMAL(15, 2)";
    String day = peer == Peer.SQLITE ? "TEXT" : "DATE";
    try (Statement sql = db.createStatement()) {
      sql.execute("CREATE TABLE customer (c_custkey BIGINT PRIMARY KEY, c_mktsegment VARCHAR(10))");
      sql.execute(
          "CREATE TABLE orders (o_orderkey BIGINT PRIMARY KEY, o_custkey BIGINT, o_orderdate "
              + day
              + ", o_shippriority INT)");
      sql.execute(
          "CREATE TABLE lineitem (l_orderkey BIGINT NOT NULL, l_linenumber INT NOT NULL,"
              + " l_quantity %1$s, l_extendedprice %1$s, l_discount %1$s, l_tax %1$s,"
                  .formatted(money)
              + " l_returnflag VARCHAR(1), l_linestatus VARCHAR(1), l_shipdate "
              + day
              + ", l_comment VARCHAR(44), PRIMARY KEY (l_orderkey, l_linenumber))");
      sql.execute("CREATE INDEX orders_customer ON orders (o_custkey)");
    }
  }

  private void loadCustomers() throws SQLException {
    try (PreparedStatement insert = db.prepareStatement("INSERT INTO customer VALUES (?, ?)")) {
      for (Customer row : TpchTable.CUSTOMER.createGenerator(SCALE, 1, 1)) {
        insert.setLong(1, row.getCustomerKey());
        insert.setString(2, row.getMarketSegment());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void loadOrders() throws SQLException {
    try (PreparedStatement insert = db.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?)")) {
      for (Order row : TpchTable.ORDERS.createGenerator(SCALE, 1, 1)) {
        insert.setLong(1, row.getOrderKey());
        insert.setLong(2, row.getCustomerKey());
        setDay(insert, 3, LocalDate.ofEpochDay(row.getOrderDate()));
        insert.setInt(4, row.getShipPriority());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void loadLineItems() throws SQLException {
    int count = 0;
    try (PreparedStatement insert =
        db.prepareStatement("INSERT INTO lineitem VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (LineItem row : TpchTable.LINE_ITEM.createGenerator(SCALE, 1, 1)) {
        insert.setLong(1, row.getOrderKey());
        insert.setInt(2, row.getLineNumber());
        setMoney(insert, 3, row.getQuantity() * 100);
        setMoney(insert, 4, row.getExtendedPriceInCents());
        setMoney(insert, 5, row.getDiscountPercent());
        setMoney(insert, 6, row.getTaxPercent());
        insert.setString(7, row.getReturnFlag());
        insert.setString(8, row.getStatus());
        setDay(insert, 9, LocalDate.ofEpochDay(row.getShipDate()));
        insert.setString(10, row.getComment());
        insert.addBatch();
        if (++count % 1_000 == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private void setDay(PreparedStatement statement, int index, LocalDate day) throws SQLException {
    if (peer == Peer.SQLITE) {
      statement.setString(index, day.toString());
    } else {
      statement.setDate(index, Date.valueOf(day));
    }
  }

  private void setMoney(PreparedStatement statement, int index, long cents) throws SQLException {
    if (peer == Peer.SQLITE) {
      statement.setDouble(index, cents / 100.0);
    } else {
      statement.setBigDecimal(index, BigDecimal.valueOf(cents, 2));
    }
  }

  private static int rows(PreparedStatement query) throws SQLException {
    int count = 0;
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        count += rows.getString(1) == null ? 0 : 1;
      }
    }
    return count;
  }
}
