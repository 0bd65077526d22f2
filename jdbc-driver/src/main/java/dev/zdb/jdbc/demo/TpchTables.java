package dev.zdb.jdbc.demo;

import io.trino.tpch.Customer;
import io.trino.tpch.LineItem;
import io.trino.tpch.Nation;
import io.trino.tpch.Order;
import io.trino.tpch.Part;
import io.trino.tpch.PartSupplier;
import io.trino.tpch.Region;
import io.trino.tpch.Supplier;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** The eight TPC-H tables: what the generator makes of them, put into a database. */
final class TpchTables {
  private static final int BATCH_ROWS = 1_000;
  private static final int COMMIT_ROWS = 20_000;

  private static final List<Table<?>> ALL =
      List.of(
          new Table<>(TpchTable.REGION, 3, TpchTables::region),
          new Table<>(TpchTable.NATION, 4, TpchTables::nation),
          new Table<>(TpchTable.SUPPLIER, 7, TpchTables::supplier),
          new Table<>(TpchTable.PART, 9, TpchTables::part),
          new Table<>(TpchTable.PART_SUPPLIER, 5, TpchTables::partSupplier),
          new Table<>(TpchTable.CUSTOMER, 8, TpchTables::customer),
          new Table<>(TpchTable.ORDERS, 9, TpchTables::order),
          new Table<>(TpchTable.LINE_ITEM, 16, TpchTables::lineItem));

  private TpchTables() {}

  /** One table and how its rows become parameters. */
  private record Table<E extends TpchEntity>(
      TpchTable<E> source, int columns, Function<E, Object[]> parameters) {

    long load(Connection connection, double scale, LongConsumer progress) throws SQLException {
      String marks = "?, ".repeat(columns - 1) + "?";
      long rows = 0;
      Suppliers suppliers = new Suppliers();
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO " + source.getTableName() + " VALUES (" + marks + ")")) {
        for (E row : source.createGenerator(scale, 1, 1)) {
          if (row instanceof PartSupplier supplier && !suppliers.isNew(supplier)) {
            continue;
          }
          bind(insert, parameters.apply(row));
          insert.addBatch();
          rows++;
          if (rows % BATCH_ROWS == 0) {
            insert.executeBatch();
            progress.accept(BATCH_ROWS);
          }
          if (rows % COMMIT_ROWS == 0) {
            connection.commit();
          }
        }
        insert.executeBatch();
      }
      progress.accept(rows % BATCH_ROWS);
      connection.commit();
      return rows;
    }
  }

  /** Who delivers a part: the generator names some twice where there are few, at a small scale. */
  private static final class Suppliers {
    private final Set<Long> named = new HashSet<>();
    private long part = -1;

    boolean isNew(PartSupplier row) {
      if (row.getPartKey() != part) {
        named.clear();
        part = row.getPartKey();
      }
      return named.add(row.getSupplierKey());
    }
  }

  /** About how many rows all tables have together, for a progress bar. */
  static long estimateRows(double scale) {
    return Math.round(8_661_245 * scale);
  }

  /**
   * Fills all tables, which must be empty.
   *
   * @param progress is told of rows as they come
   * @return how many rows there are now
   */
  static long load(Connection connection, double scale, LongConsumer progress) throws SQLException {
    connection.setAutoCommit(false);
    long rows = 0;
    for (Table<?> table : ALL) {
      rows += table.load(connection, scale, progress);
    }
    connection.setAutoCommit(true);
    return rows;
  }

  private static void bind(PreparedStatement insert, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
  }

  private static Object[] region(Region row) {
    return new Object[] {(int) row.getRegionKey(), row.getName(), row.getComment()};
  }

  private static Object[] nation(Nation row) {
    return new Object[] {
      (int) row.getNationKey(), row.getName(), (int) row.getRegionKey(), row.getComment()
    };
  }

  private static Object[] supplier(Supplier row) {
    return new Object[] {
      row.getSupplierKey(),
      row.getName(),
      row.getAddress(),
      (int) row.getNationKey(),
      row.getPhone(),
      cents(row.getAccountBalanceInCents()),
      row.getComment()
    };
  }

  private static Object[] part(Part row) {
    return new Object[] {
      row.getPartKey(),
      row.getName(),
      row.getManufacturer(),
      row.getBrand(),
      row.getType(),
      row.getSize(),
      row.getContainer(),
      cents(row.getRetailPriceInCents()),
      row.getComment()
    };
  }

  private static Object[] partSupplier(PartSupplier row) {
    return new Object[] {
      row.getPartKey(),
      row.getSupplierKey(),
      row.getAvailableQuantity(),
      cents(row.getSupplyCostInCents()),
      row.getComment()
    };
  }

  private static Object[] customer(Customer row) {
    return new Object[] {
      row.getCustomerKey(),
      row.getName(),
      row.getAddress(),
      (int) row.getNationKey(),
      row.getPhone(),
      cents(row.getAccountBalanceInCents()),
      row.getMarketSegment(),
      row.getComment()
    };
  }

  private static Object[] order(Order row) {
    return new Object[] {
      row.getOrderKey(),
      row.getCustomerKey(),
      String.valueOf(row.getOrderStatus()),
      cents(row.getTotalPriceInCents()),
      day(row.getOrderDate()),
      row.getOrderPriority(),
      row.getClerk(),
      row.getShipPriority(),
      row.getComment()
    };
  }

  private static Object[] lineItem(LineItem row) {
    return new Object[] {
      row.getOrderKey(),
      row.getPartKey(),
      row.getSupplierKey(),
      row.getLineNumber(),
      BigDecimal.valueOf(row.getQuantity()),
      cents(row.getExtendedPriceInCents()),
      cents(row.getDiscountPercent()),
      cents(row.getTaxPercent()),
      row.getReturnFlag(),
      row.getStatus(),
      day(row.getShipDate()),
      day(row.getCommitDate()),
      day(row.getReceiptDate()),
      row.getShipInstructions(),
      row.getShipMode(),
      row.getComment()
    };
  }

  private static BigDecimal cents(long count) {
    return BigDecimal.valueOf(count, 2);
  }

  private static LocalDate day(int epochDay) {
    return LocalDate.ofEpochDay(epochDay);
  }
}
