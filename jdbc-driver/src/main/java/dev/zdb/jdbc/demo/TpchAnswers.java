package dev.zdb.jdbc.demo;

import io.trino.tpch.Customer;
import io.trino.tpch.LineItem;
import io.trino.tpch.Nation;
import io.trino.tpch.Order;
import io.trino.tpch.Part;
import io.trino.tpch.Region;
import io.trino.tpch.Supplier;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The answers of six TPC-H queries, computed in plain Java from the generator's rows, so that the
 * database's answers can be held against something that shares no code with it.
 *
 * <p>Source: TPC Benchmark H, revision 3, section 2.4, with the validation parameters. Money is
 * computed exactly; quotients have 34 digits.
 */
final class TpchAnswers {
  private final double scale;

  TpchAnswers(double scale) {
    this.scale = scale;
  }

  /** The rows of a query, by its name such as Q1, in its order. */
  List<List<Object>> rows(String query) {
    return switch (query) {
      case "Q1" -> pricingSummary();
      case "Q3" -> shippingPriority();
      case "Q4" -> orderPriority();
      case "Q5" -> localSupplierVolume();
      case "Q6" -> forecastRevenue();
      case "Q14" -> promotionEffect();
      default -> throw new IllegalArgumentException("no answers for " + query);
    };
  }

  private List<List<Object>> pricingSummary() {
    LocalDate last = LocalDate.of(1998, 12, 1).minusDays(90);
    Map<String, Pricing> groups = new TreeMap<>();
    for (LineItem item : rowsOf(TpchTable.LINE_ITEM)) {
      if (!shipped(item).isAfter(last)) {
        groups
            .computeIfAbsent(item.getReturnFlag() + item.getStatus(), key -> new Pricing())
            .add(item);
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    groups.forEach((key, group) -> rows.add(group.row(key)));
    return rows;
  }

  private List<List<Object>> shippingPriority() {
    LocalDate day = LocalDate.of(1995, 3, 15);
    Set<Long> customers = new HashSet<>();
    for (Customer customer : rowsOf(TpchTable.CUSTOMER)) {
      if (customer.getMarketSegment().equals("BUILDING")) {
        customers.add(customer.getCustomerKey());
      }
    }
    Map<Long, Order> orders = new HashMap<>();
    for (Order order : rowsOf(TpchTable.ORDERS)) {
      if (customers.contains(order.getCustomerKey()) && ordered(order).isBefore(day)) {
        orders.put(order.getOrderKey(), order);
      }
    }
    Map<Long, BigDecimal> revenue = new HashMap<>();
    for (LineItem item : rowsOf(TpchTable.LINE_ITEM)) {
      if (orders.containsKey(item.getOrderKey()) && shipped(item).isAfter(day)) {
        revenue.merge(item.getOrderKey(), discounted(item), BigDecimal::add);
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    orders.forEach(
        (key, order) -> {
          BigDecimal sum = revenue.get(key);
          if (sum != null) {
            rows.add(List.of(key, sum, ordered(order), order.getShipPriority()));
          }
        });
    rows.sort(
        Comparator.<List<Object>, BigDecimal>comparing(row -> (BigDecimal) row.get(1))
            .reversed()
            .thenComparing(row -> (LocalDate) row.get(2)));
    return rows.subList(0, Math.min(10, rows.size()));
  }

  private List<List<Object>> orderPriority() {
    LocalDate from = LocalDate.of(1993, 7, 1);
    Set<Long> late = new HashSet<>();
    for (LineItem item : rowsOf(TpchTable.LINE_ITEM)) {
      if (item.getCommitDate() < item.getReceiptDate()) {
        late.add(item.getOrderKey());
      }
    }
    Map<String, Long> counts = new TreeMap<>();
    for (Order order : rowsOf(TpchTable.ORDERS)) {
      if (within(ordered(order), from, from.plusMonths(3)) && late.contains(order.getOrderKey())) {
        counts.merge(order.getOrderPriority(), 1L, Long::sum);
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    counts.forEach((priority, count) -> rows.add(List.of(priority, count)));
    return rows;
  }

  private List<List<Object>> localSupplierVolume() {
    LocalDate from = LocalDate.of(1994, 1, 1);
    Map<Long, String> nations = nationsOf("ASIA");
    Map<Long, Long> nationOfSupplier = new HashMap<>();
    for (Supplier supplier : rowsOf(TpchTable.SUPPLIER)) {
      nationOfSupplier.put(supplier.getSupplierKey(), supplier.getNationKey());
    }
    Map<Long, Long> nationOfCustomer = new HashMap<>();
    for (Customer customer : rowsOf(TpchTable.CUSTOMER)) {
      nationOfCustomer.put(customer.getCustomerKey(), customer.getNationKey());
    }
    Map<Long, Long> nationOfOrder = new HashMap<>();
    for (Order order : rowsOf(TpchTable.ORDERS)) {
      if (within(ordered(order), from, from.plusYears(1))) {
        nationOfOrder.put(order.getOrderKey(), nationOfCustomer.get(order.getCustomerKey()));
      }
    }
    Map<String, BigDecimal> revenue = new HashMap<>();
    for (LineItem item : rowsOf(TpchTable.LINE_ITEM)) {
      Long nation = nationOfSupplier.get(item.getSupplierKey());
      String name = nation == null ? null : nations.get(nation);
      if (name != null && Objects.equals(nation, nationOfOrder.get(item.getOrderKey()))) {
        revenue.merge(name, discounted(item), BigDecimal::add);
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    revenue.forEach((name, sum) -> rows.add(List.of(name, sum)));
    rows.sort(
        Comparator.<List<Object>, BigDecimal>comparing(row -> (BigDecimal) row.get(1)).reversed());
    return rows;
  }

  private Map<Long, String> nationsOf(String regionName) {
    Map<Long, String> nations = new HashMap<>();
    for (Region region : rowsOf(TpchTable.REGION)) {
      for (Nation nation : rowsOf(TpchTable.NATION)) {
        if (region.getName().equals(regionName) && nation.getRegionKey() == region.getRegionKey()) {
          nations.put(nation.getNationKey(), nation.getName());
        }
      }
    }
    return nations;
  }

  private List<List<Object>> forecastRevenue() {
    LocalDate from = LocalDate.of(1994, 1, 1);
    BigDecimal revenue = BigDecimal.ZERO;
    for (LineItem item : rowsOf(TpchTable.LINE_ITEM)) {
      boolean small = item.getDiscountPercent() >= 5 && item.getDiscountPercent() <= 7;
      if (small && item.getQuantity() < 24 && within(shipped(item), from, from.plusYears(1))) {
        revenue = revenue.add(price(item).multiply(hundredths(item.getDiscountPercent())));
      }
    }
    return List.of(List.of(revenue));
  }

  private List<List<Object>> promotionEffect() {
    LocalDate from = LocalDate.of(1995, 9, 1);
    Set<Long> promoted = new HashSet<>();
    for (Part part : rowsOf(TpchTable.PART)) {
      if (part.getType().startsWith("PROMO")) {
        promoted.add(part.getPartKey());
      }
    }
    BigDecimal promo = BigDecimal.ZERO;
    BigDecimal all = BigDecimal.ZERO;
    for (LineItem item : rowsOf(TpchTable.LINE_ITEM)) {
      if (within(shipped(item), from, from.plusMonths(1))) {
        all = all.add(discounted(item));
        promo = promoted.contains(item.getPartKey()) ? promo.add(discounted(item)) : promo;
      }
    }
    BigDecimal percent =
        promo.multiply(BigDecimal.valueOf(100)).divide(all, MathContext.DECIMAL128);
    return List.of(List.of(percent));
  }

  private <E extends TpchEntity> Iterable<E> rowsOf(TpchTable<E> table) {
    return table.createGenerator(scale, 1, 1);
  }

  private static boolean within(LocalDate day, LocalDate from, LocalDate end) {
    return !day.isBefore(from) && day.isBefore(end);
  }

  private static LocalDate shipped(LineItem item) {
    return LocalDate.ofEpochDay(item.getShipDate());
  }

  private static LocalDate ordered(Order order) {
    return LocalDate.ofEpochDay(order.getOrderDate());
  }

  private static BigDecimal price(LineItem item) {
    return hundredths(item.getExtendedPriceInCents());
  }

  private static BigDecimal discounted(LineItem item) {
    return price(item).multiply(hundredths(100 - item.getDiscountPercent()));
  }

  private static BigDecimal hundredths(long count) {
    return BigDecimal.valueOf(count, 2);
  }

  /** The sums of one group of Q1. */
  private static final class Pricing {
    private long quantity;
    private long count;
    private long discountPercent;
    private BigDecimal base = BigDecimal.ZERO;
    private BigDecimal discounted = BigDecimal.ZERO;
    private BigDecimal charged = BigDecimal.ZERO;

    void add(LineItem item) {
      quantity += item.getQuantity();
      count++;
      discountPercent += item.getDiscountPercent();
      base = base.add(price(item));
      discounted = discounted.add(TpchAnswers.discounted(item));
      charged =
          charged.add(
              TpchAnswers.discounted(item).multiply(hundredths(100 + item.getTaxPercent())));
    }

    List<Object> row(String key) {
      return List.of(
          key.substring(0, 1),
          key.substring(1),
          BigDecimal.valueOf(quantity),
          base,
          discounted,
          charged,
          average(BigDecimal.valueOf(quantity)),
          average(base),
          average(hundredths(discountPercent)),
          count);
    }

    private BigDecimal average(BigDecimal sum) {
      return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
    }
  }
}
