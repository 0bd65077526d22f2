package dev.zdb.sql;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.JavaValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A modification within a transaction, run once or once for each row of a batch. Each run takes
 * effect wholly or, where it throws, not at all.
 *
 * <p><b>Threads:</b> the session's.
 */
final class ModificationRun implements AutoCloseable {
  private final OpenTransaction transaction;
  private final Plan.Modification plan;
  private final RunContext context;
  private final List<Integer> keyPlaces;
  private final List<ColumnMetadata> keyColumns;
  private final List<Object[]> keys = new ArrayList<>();

  /** Reads by the view that there was when it was opened. */
  private RowSource rows;

  ModificationRun(
      OpenTransaction transaction, Plan.Modification plan, RunContext context, Keys wanted) {
    this.transaction = transaction;
    this.plan = plan;
    this.context = context;
    this.keyPlaces = plan.newRow().isEmpty() ? List.of() : places(plan, wanted);
    this.keyColumns = keyPlaces.stream().map(plan.rowColumns()::get).toList();
    this.rows = plan.root().open(context);
  }

  private static List<Integer> places(Plan.Modification plan, Keys wanted) {
    return switch (wanted.mode()) {
      case NONE -> List.of();
      case GENERATED -> plan.generated();
      case NAMED -> wanted.columns().stream().map(name -> place(plan, name)).toList();
    };
  }

  private static int place(Plan.Modification plan, String name) {
    List<ColumnMetadata> columns = plan.rowColumns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).column().equals(name)) {
        return i;
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).column().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw SqlProblem.of(
        SqlErrorCode.UNDEFINED_COLUMN, "there is no column %s whose key to give back", name);
  }

  List<ColumnMetadata> keyColumns() {
    return keyColumns;
  }

  /** The keys of all runs so far. */
  List<Object[]> keys() {
    return keys;
  }

  /**
   * Runs with the parameters that lie in the registers; returns the rows changed. Under READ
   * COMMITTED, where others were first, it runs again with a newer view and the locks it has: each
   * attempt finds one more key that nobody else changes now.
   */
  long run() {
    Attempts attempts = null;
    while (true) {
      OpenTransaction.Savepoint savepoint = transaction.savepoint();
      int keysBefore = keys.size();
      try {
        return runOnce();
      } catch (RuntimeException | Error e) {
        undo(savepoint, e);
        keys.subList(keysBefore, keys.size()).clear();
        if (!canRunAgain(e)) {
          throw e;
        }
        attempts = attempts == null ? new Attempts(transaction.lockTimeout()) : attempts;
        if (!attempts.another()) {
          throw e;
        }
        context.run().checkStopped();
        transaction.refresh();
        rows.close();
        rows = plan.root().open(context);
      }
    }
  }

  private long runOnce() {
    long count = 0;
    rows.start();
    while (rows.next()) {
      count++;
      if (!keyPlaces.isEmpty()) {
        keys.add(key());
      }
    }
    return count;
  }

  private void undo(OpenTransaction.Savepoint savepoint, Throwable reason) {
    try {
      transaction.rollbackTo(savepoint);
    } catch (KvException e) {
      reason.addSuppressed(e);
    }
  }

  private boolean canRunAgain(Throwable failure) {
    return transaction.seesOthersCommits()
        && failure instanceof KvException engine
        && engine.code() == ErrorCode.WRITE_CONFLICT;
  }

  @SuppressWarnings("NullAway") // an array of maybe null is an Object[] all over api
  private Object[] key() {
    @Nullable Object[] key = new Object[keyPlaces.size()];
    for (int i = 0; i < key.length; i++) {
      int place = keyPlaces.get(i);
      key[i] =
          JavaValues.get(
              context.run().registers,
              plan.newRow().get(place),
              plan.rowColumns().get(place).type());
    }
    return key;
  }

  @Override
  public void close() {
    rows.close();
  }
}
