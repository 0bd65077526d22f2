package dev.zdb.kv.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.history.Anomaly.Kind;
import dev.zdb.kv.history.RecordedTransaction.Lifetime;
import dev.zdb.kv.history.RecordedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each anomaly by hand: found at each level that forbids it, and at no other. */
final class CheckerTest {
  private static final List<Integer> NONE = List.of();

  private final List<RecordedTransaction> transactions = new ArrayList<>();
  private final Map<Integer, List<Integer>> end = new TreeMap<>();

  @Test
  void aGoodHistoryHasNone() {
    committed(append(1, 10, NONE), append(1, 11, List.of(10)), read(1, 10, 11));
    committed(append(1, 12, List.of(10, 11)), read(2));
    committed(scan(Map.of(1, List.of(10, 11), 2, NONE)));
    aborted(append(1, 13, List.of(10, 11)));
    unknown(append(2, 20, NONE));
    unknown(append(3, 30, NONE));
    end.put(1, List.of(10, 11, 12));
    end.put(2, List.of(20));

    requireNone();
  }

  @Test
  void whatNobodyAppendedIsGarbage() {
    committed(append(1, 10, NONE));
    end.put(1, List.of(10, 99));

    requireEverywhere(Kind.GARBAGE);
  }

  @Test
  void whatWasAppendedToAnotherKeyIsGarbage() {
    committed(append(1, 10, NONE));
    end.put(1, List.of(10));
    end.put(2, List.of(10));

    requireEverywhere(Kind.GARBAGE);
  }

  @Test
  void whatStandsTwiceIsGarbage() {
    committed(append(1, 10, NONE));
    end.put(1, List.of(10, 10));

    requireEverywhere(Kind.GARBAGE);
  }

  @Test
  void whatWasRolledBackMayNotBeSeen() {
    aborted(append(1, 10, NONE));
    committed(read(1, 10));
    end.put(1, List.of(10));

    requireEverywhere(Kind.ABORTED_READ);
  }

  @Test
  void norWhatWasTakenBack() {
    committed(new Operation.Undone(1, 10, 0));
    end.put(1, List.of(10));

    requireEverywhere(Kind.ABORTED_READ);
  }

  @Test
  void twoThatWriteOverOneVersionLoseOne() {
    committed(append(1, 10, NONE));
    committed(append(1, 11, NONE));
    end.put(1, List.of(11));

    requireEverywhere(Kind.LOST_APPEND);
  }

  @Test
  void twoListsAreOneTheBeginningOfTheOther() {
    committed(append(1, 10, NONE));
    committed(append(1, 11, NONE));
    committed(read(1, 10, 11));
    end.put(1, List.of(11, 10));

    requireEverywhere(Kind.INCOMPATIBLE_ORDER);
  }

  @Test
  void whatATransactionWroteFirstIsNotSeenBeforeItsLast() {
    committed(append(1, 10, NONE), append(1, 11, List.of(10)));
    committed(read(1, 10));
    end.put(1, List.of(10, 11));

    requireEverywhere(Kind.INTERMEDIATE_READ);
  }

  @Test
  void aTransactionSeesWhatItWrote() {
    committed(append(1, 10, NONE), read(1));
    end.put(1, List.of(10));

    requireEverywhere(Kind.INTERNAL);
  }

  @Test
  void underASnapshotAKeyStaysAsItWas() {
    committed(append(1, 10, NONE));
    committed(read(1), read(1, 10));
    end.put(1, List.of(10));

    require(Kind.INTERNAL, Isolation.SNAPSHOT, Isolation.SERIALIZABLE);
  }

  @Test
  void whatWasAcknowledgedBeforeShows() {
    during(1, 2, Outcome.COMMITTED, append(1, 10, NONE));
    during(3, 5, Outcome.COMMITTED, new Operation.Read(1, NONE, 4));
    end.put(1, List.of(10));

    requireEverywhere(Kind.STALE_READ);
  }

  @Test
  void writesAreNotInterleaved() {
    committed(append(1, 10, NONE), append(2, 21, List.of(20)));
    committed(append(1, 11, List.of(10)), append(2, 20, NONE));
    end.put(1, List.of(10, 11));
    end.put(2, List.of(20, 21));

    requireEverywhere(Kind.DIRTY_WRITE);
  }

  @Test
  void noTwoSeeEachOther() {
    committed(append(1, 10, NONE), read(2, 20));
    committed(append(2, 20, NONE), read(1, 10));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    requireEverywhere(Kind.CIRCULAR_INFORMATION_FLOW);
  }

  @Test
  void nobodySeesWhatCameAfterItsEnd() {
    during(1, 2, Outcome.COMMITTED, read(1, 10));
    during(3, 4, Outcome.COMMITTED, append(1, 10, NONE));
    end.put(1, List.of(10));

    requireEverywhere(Kind.CIRCULAR_INFORMATION_FLOW);
  }

  @Test
  void aScanShowsOneMoment() {
    committed(append(1, 10, NONE), append(2, 20, NONE));
    committed(scan(Map.of(1, List.of(10), 2, NONE)));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    assertThat(check(Isolation.READ_COMMITTED)).extracting(Anomaly::kind).contains(Kind.TORN_SCAN);
    assertThat(check(Isolation.SNAPSHOT)).extracting(Anomaly::kind).contains(Kind.READ_SKEW);
  }

  @Test
  void underASnapshotTwoReadsShowOneMoment() {
    committed(append(1, 10, NONE), append(2, 20, NONE));
    committed(read(1), read(2, 20));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    require(Kind.READ_SKEW, Isolation.SNAPSHOT, Isolation.SERIALIZABLE);
  }

  @Test
  void underASnapshotNothingChangesBetweenReadingAndWriting() {
    committed(read(1), append(1, 11, List.of(10)));
    committed(append(1, 10, NONE));
    end.put(1, List.of(10, 11));

    require(Kind.INTERNAL, Isolation.SNAPSHOT, Isolation.SERIALIZABLE);
  }

  @Test
  void underASnapshotAPhantomIsSeenByAllScansOrNone() {
    committed(append(2, 20, NONE), append(3, 30, NONE));
    committed(scan(Map.of(1, NONE, 2, NONE)), scan(Map.of(3, List.of(30), 4, NONE)));
    end.put(2, List.of(20));
    end.put(3, List.of(30));

    require(Kind.READ_SKEW, Isolation.SNAPSHOT, Isolation.SERIALIZABLE);
  }

  @Test
  void underASnapshotNoTwoSeeTwoWritesInDifferentOrder() {
    committed(append(1, 10, NONE));
    committed(append(2, 20, NONE));
    committed(read(1, 10), read(2));
    committed(read(1), read(2, 20));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    require(Kind.LONG_FORK, Isolation.SNAPSHOT, Isolation.SERIALIZABLE);
  }

  @Test
  void writeSkewIsForbiddenWhereTransactionsAreSerializable() {
    committed(read(1), append(2, 20, NONE));
    committed(read(2), append(1, 10, NONE));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    require(Kind.WRITE_SKEW, Isolation.SERIALIZABLE);
  }

  @Test
  void soIsWriteSkewByAPhantom() {
    committed(scan(Map.of(1, NONE, 2, NONE)), append(3, 30, NONE));
    committed(scan(Map.of(3, NONE, 4, NONE)), append(1, 10, NONE));
    end.put(1, List.of(10));
    end.put(3, List.of(30));

    require(Kind.WRITE_SKEW, Isolation.SERIALIZABLE);
  }

  @Test
  void soIsAReaderThatSeesWhatNoOrderOfTheWritersShows() {
    committed(read(1), append(2, 20, NONE));
    committed(append(1, 10, NONE));
    committed(read(1, 10), read(2));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    require(Kind.WRITE_SKEW, Isolation.SERIALIZABLE);
  }

  @Test
  void soIsAnOrderAgainstThatOfTime() {
    during(1, 10, Outcome.COMMITTED, append(1, 10, NONE));
    during(11, 20, Outcome.COMMITTED, read(2));
    during(1, 20, Outcome.COMMITTED, read(1), append(2, 20, NONE));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    require(Kind.WRITE_SKEW, Isolation.SERIALIZABLE);
  }

  @Test
  void ofLevelsMixedEachKeepsItsOwn() {
    committed(read(1), append(2, 20, NONE));
    committed(read(2), append(1, 10, NONE));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    assertThat(check(Isolation.SERIALIZABLE, Isolation.SERIALIZABLE)).isNotEmpty();
    assertThat(check(Isolation.SERIALIZABLE, Isolation.SNAPSHOT)).isEmpty();
    assertThat(check(Isolation.READ_COMMITTED, Isolation.SERIALIZABLE)).isEmpty();
  }

  @Test
  void aSnapshotShowsOneMomentOfWhatOthersCommitAtAnyLevel() {
    committed(append(1, 10, NONE), append(2, 20, NONE));
    committed(read(1), read(2, 20));
    end.put(1, List.of(10));
    end.put(2, List.of(20));

    assertThat(check(Isolation.READ_COMMITTED, Isolation.SNAPSHOT)).isNotEmpty();
    assertThat(check(Isolation.READ_COMMITTED, Isolation.SERIALIZABLE)).isNotEmpty();
    assertThat(check(Isolation.SERIALIZABLE, Isolation.READ_COMMITTED)).isEmpty();
  }

  @Test
  void timeIsRememberedThroughThoseInBetween() {
    during(1, 2, Outcome.COMMITTED, append(1, 10, NONE), read(5, 50));
    for (long i = 1; i < 9; i++) {
      during(10 * i, 10 * i + 15, Outcome.COMMITTED, read(9));
    }
    during(200, 201, Outcome.COMMITTED, append(5, 50, NONE));
    end.put(1, List.of(10));
    end.put(5, List.of(50));

    requireEverywhere(Kind.CIRCULAR_INFORMATION_FLOW);
  }

  @Test
  void theStoryNamesThoseInTheCycleAndNobodyElse() {
    committed(append(7, 70, NONE));
    committed(append(1, 10, NONE), read(2, 20));
    committed(append(2, 20, NONE), read(1, 10));
    end.put(1, List.of(10));
    end.put(2, List.of(20));
    end.put(7, List.of(70));

    List<Anomaly> found = check(Isolation.READ_COMMITTED);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).story())
        .contains(
            "T2 appended 10 to k1, seen by T3  (WRITE_READ)",
            "T3 appended 20 to k2, seen by T2  (WRITE_READ)",
            "append 10 to k1 []")
        .doesNotContain("T1");
  }

  private void requireNone() {
    for (Isolation level : Isolation.values()) {
      assertThat(check(level)).as(level.name()).isEmpty();
    }
  }

  private void requireEverywhere(Kind kind) {
    require(kind, Isolation.values());
  }

  /** Found at these levels; and nothing at all at those that allow it. */
  private void require(Kind kind, Isolation... levels) {
    for (Isolation level : Isolation.values()) {
      boolean expected = List.of(levels).contains(level);
      if (expected) {
        assertThat(check(level)).as(level.name()).extracting(Anomaly::kind).contains(kind);
      } else if (!kind.isForbiddenAt(level)) {
        assertThat(check(level)).as(level.name()).isEmpty();
      }
    }
  }

  private List<Anomaly> check(Isolation level) {
    return Checker.check(new History(transactions.stream().map(t -> at(level, t)).toList(), end));
  }

  private List<Anomaly> check(Isolation first, Isolation second) {
    List<RecordedTransaction> mixed =
        List.of(at(first, transactions.get(0)), at(second, transactions.get(1)));
    return Checker.check(new History(mixed, end));
  }

  private static RecordedTransaction at(Isolation level, RecordedTransaction t) {
    return new RecordedTransaction(t.id(), level, t.operations(), t.outcome(), t.lifetime());
  }

  /** One that ran beside all others. */
  private void committed(Operation... operations) {
    during(1, 1_000, Outcome.COMMITTED, operations);
  }

  private void aborted(Operation... operations) {
    during(1, 1_000, Outcome.ABORTED, operations);
  }

  private void unknown(Operation... operations) {
    during(1, 1_000, Outcome.UNKNOWN, operations);
  }

  private void during(long began, long ended, Outcome outcome, Operation... operations) {
    int id = transactions.size() + 1;
    transactions.add(
        new RecordedTransaction(
            id, Isolation.SNAPSHOT, List.of(operations), outcome, new Lifetime(began, ended)));
  }

  private static Operation append(int key, int value, List<Integer> before) {
    return new Operation.Append(key, value, before, 0);
  }

  private static Operation read(int key, Integer... list) {
    return new Operation.Read(key, List.of(list), 0);
  }

  private static Operation scan(Map<Integer, List<Integer>> seen) {
    return new Operation.Scan(new TreeMap<>(seen), 0);
  }
}
