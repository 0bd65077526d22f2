package dev.zdb.test.tpch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zdb.jdbc.demo.Demo;
import dev.zdb.test.Place;
import io.trino.tpch.Customer;
import io.trino.tpch.Order;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The 22 queries of TPC-H give the published answers. The queries and answers are not ours and
 * stand beside the project; where they are absent nothing is tested.
 *
 * <p>The scale is 0.01 unless {@code -Dtpch.scale=} says otherwise; answers are there for 0.01 and
 * 0.1.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TpchTest {
  private static final Path SUITE = Path.of("..", "..", "shared", "suites", "tpch");
  private static final String SCALE = System.getProperty("tpch.scale", "0.01");

  /**
   * The answers at 0.01 belong to a generator that makes other addresses and comments; those at 0.1
   * to ours.
   */
  private static final List<String> OF_ANOTHER_GENERATOR =
      SCALE.equals("0.01")
          ? List.of("s_address", "s_comment", "c_address", "c_comment")
          : List.of();

  private Place.Database place;
  private Connection connection;

  @BeforeAll
  void load() throws IOException, SQLException {
    place = Place.FILE.open();
    PrintStream nowhere =
        new PrintStream(
            OutputStream.nullOutputStream(), /* autoFlush= */ false, StandardCharsets.UTF_8);
    if (Files.exists(SUITE)) {
      new Demo(Double.parseDouble(SCALE), nowhere, result -> 0).load(place.url(), n -> {});
    }
    connection = DriverManager.getConnection(place.url());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
  void theAnswerIsTheOneThatWasPublished(int number, TestReporter reporter)
      throws IOException, SQLException {
    assumeTrue(Files.exists(SUITE), "no published answers at hand");
    Path query = SUITE.resolve(String.format(Locale.ROOT, "queries/q%02d.sql", number));

    long start = System.nanoTime();
    List<String> differences;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(Files.readString(query).replace(";", ""))) {
      differences = answer(number).differences(result, OF_ANOTHER_GENERATOR);
    }
    reporter.publishEntry(
        "Q" + number, (System.nanoTime() - start) / 1_000_000 + " ms at scale " + SCALE);

    assertThat(differences).isEmpty();
  }

  /** The published answer; that of Q13, which goes by comments, computed from our generator's. */
  private static PublishedAnswer answer(int number) throws IOException {
    return number == 13 && SCALE.equals("0.01")
        ? customersByOrders()
        : PublishedAnswer.read(
            SUITE.resolve(String.format(Locale.ROOT, "answers/sf%s/q%02d.csv", SCALE, number)));
  }

  /** How many customers have how many orders whose comment is free of special requests. */
  private static PublishedAnswer customersByOrders() {
    double scale = Double.parseDouble(SCALE);
    Map<Long, Integer> orders = new HashMap<>();
    for (Customer customer : TpchTable.CUSTOMER.createGenerator(scale, 1, 1)) {
      orders.put(customer.getCustomerKey(), 0);
    }
    for (Order order : TpchTable.ORDERS.createGenerator(scale, 1, 1)) {
      if (!order.getComment().matches(".*special.*requests.*")) {
        orders.merge(order.getCustomerKey(), 1, Integer::sum);
      }
    }
    Map<Integer, Integer> customers = new HashMap<>();
    orders.values().forEach(count -> customers.merge(count, 1, Integer::sum));
    Comparator<Map.Entry<Integer, Integer>> upwards =
        Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey());
    return new PublishedAnswer(
        List.of("c_count", "custdist"),
        customers.entrySet().stream()
            .sorted(upwards.reversed())
            .map(entry -> List.of(entry.getKey().toString(), entry.getValue().toString()))
            .toList());
  }

  @AfterAll
  void drop() throws IOException, SQLException {
    connection.close();
    place.close();
  }
}
