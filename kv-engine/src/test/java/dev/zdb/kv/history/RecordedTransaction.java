package dev.zdb.kv.history;

import dev.zdb.kv.api.Isolation;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction as its client saw it.
 *
 * @param isolation the level that it asked for
 */
record RecordedTransaction(
    int id, Isolation isolation, List<Operation> operations, Outcome outcome, Lifetime lifetime) {

  /**
   * When it ran.
   *
   * @param began a stamp from before it began
   * @param ended a stamp from after its end was told
   */
  record Lifetime(long began, long ended) {}

  /** How a transaction ended. */
  enum Outcome {
    COMMITTED,
    /** Nothing of it may ever be seen. */
    ABORTED,
    /** Nobody knows; it is committed if anything of it is seen. */
    UNKNOWN
  }

  List<Operation.Append> appends() {
    List<Operation.Append> appends = new ArrayList<>();
    for (Operation operation : operations) {
      if (operation instanceof Operation.Append append) {
        appends.add(append);
      }
    }
    return appends;
  }

  long began() {
    return lifetime.began();
  }

  long ended() {
    return lifetime.ended();
  }

  /** Whether each operation has a moment of its own. */
  boolean movesOn() {
    return isolation == Isolation.READ_COMMITTED;
  }

  String name() {
    return "T" + id;
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            name() + " " + isolation + " " + outcome + " [" + began() + ", " + ended() + "]");
    for (Operation operation : operations) {
      text.append("\n      ").append(operation);
    }
    return text.toString();
  }
}
