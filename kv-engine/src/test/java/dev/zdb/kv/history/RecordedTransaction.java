package dev.zdb.kv.history;

import java.util.ArrayList;
import java.util.List;

/**
 * A transaction as its client saw it.
 *
 * @param began a stamp from before it began
 * @param ended a stamp from after its end was told
 */
record RecordedTransaction(
    int id, List<Operation> operations, Outcome outcome, long began, long ended) {

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

  String name() {
    return "T" + id;
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(name() + " " + outcome + " [" + began + ", " + ended + "]");
    for (Operation operation : operations) {
      text.append("\n      ").append(operation);
    }
    return text.toString();
  }
}
