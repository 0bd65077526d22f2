package dev.zdb.sql;

import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.sql.OpenTransaction.Exclusion;
import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlWarning;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.SchemaChange;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.ddl.SchemaEditor;
import dev.zdb.sql.exec.Parameter;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Registers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes statements by their kind. A plan made for one catalog may turn out to run on another;
 * the statement is then planned anew.
 *
 * <p><b>Threads:</b> the session's lock guards it.
 */
final class StatementDispatch {
  private final EngineSession session;
  private final SessionWork work;

  StatementDispatch(EngineSession session, SessionWork work) {
    this.session = session;
    this.work = work;
  }

  /** A statement to execute, whose plan depends on the catalog that it sees. */
  interface Source {
    Plan plan(Catalog catalog, String schema);
  }

  /** One execution asked for. */
  @SuppressWarnings("ArrayRecordComponent") // values as the interface hands them over
  private record Asked(Source source, Object[] parameters, ExecuteOptions options) {}

  SqlResult execute(Source source, Object[] parameters, ExecuteOptions options) {
    work.beginStatement(options);
    return execute(new Asked(source, parameters, options), work.expectedCatalog());
  }

  private SqlResult execute(Asked asked, Catalog catalog) {
    Plan plan = asked.source().plan(catalog, work.settings().schema());
    requireCount(plan, asked.parameters());
    if (plan instanceof Plan.Query query) {
      return query(query, asked, catalog);
    }
    if (plan instanceof Plan.Modification) {
      return modify(asked);
    }
    if (plan instanceof Plan.Definition) {
      return define(asked);
    }
    if (plan instanceof Plan.Control control) {
      return control(control.verb());
    }
    return Results.explanation((Plan.Explanation) plan);
  }

  private static void requireCount(Plan plan, Object[] parameters) {
    if (!(plan instanceof Plan.Explanation) && plan.parameters().size() != parameters.length) {
      throw SqlProblem.of(
          SqlErrorCode.WRONG_PARAMETERS,
          "the statement has %d parameters, %d values are given",
          plan.parameters().size(),
          parameters.length);
    }
  }

  private SqlResult query(Plan.Query plan, Asked asked, Catalog catalog) {
    OpenTransaction open = work.transaction();
    if (open == null && !work.settings().autoCommit()) {
      open = work.beginLasting();
    }
    boolean inTransaction = open != null && (!open.seesOthersCommits() || open.hasWritten());
    if (open != null && inTransaction) {
      work.refresh(open);
      Catalog seen = open.catalog();
      return seen == catalog
          ? rows(plan, asked, open.kv(), /* snapshot= */ null)
          : execute(asked, seen);
    }
    Snapshot snapshot = work.snapshot();
    boolean handedOver = false;
    try {
      Catalog seen = work.database().catalogs().seenBy(snapshot);
      if (seen == catalog) {
        SqlResult result = rows(plan, asked, snapshot, snapshot);
        handedOver = true;
        return result;
      }
      snapshot.close();
      handedOver = true;
      return execute(asked, seen);
    } finally {
      if (!handedOver) {
        snapshot.close();
      }
    }
  }

  private SqlResult rows(Plan.Query plan, Asked asked, ReadView view, @Nullable Snapshot snapshot) {
    ExecuteOptions options = asked.options();
    RunContext context = work.newRun(plan.registers(), view, /* writing= */ null);
    bind(plan.parameters(), asked.parameters(), context.run().registers);
    if (plan.root().showsAtMostOneRow()) {
      return new SqlResult.Rows(oneRow(plan, context, snapshot));
    }
    QueryCursor cursor = new QueryCursor(session, plan, context, snapshot, options.maxRows());
    work.add(cursor);
    return new SqlResult.Rows(cursor);
  }

  private static RowCursor oneRow(
      Plan.Query plan, RunContext context, @Nullable Snapshot snapshot) {
    try (snapshot;
        RowSource row = plan.root().open(context)) {
      row.start();
      return new OneRowCursor(plan, context.run().registers, row.next());
    }
  }

  private static void bind(List<Parameter> parameters, Object[] values, Registers registers) {
    for (int i = 0; i < values.length; i++) {
      parameters.get(i).put(registers, i, values[i]);
    }
  }

  /** Something that is done in a transaction, maybe one of its own. */
  private interface Write<R> {
    R in(OpenTransaction transaction);
  }

  /** Runs it in the open transaction, or commits it by itself, again where others were first. */
  private <R> R write(ExecuteOptions options, Exclusion exclusion, Write<R> write) {
    work.requireWritable();
    work.keepDependentCursors();
    Duration timeout = Duration.ofMillis(options.timeoutMillis());
    Attempts attempts = null;
    while (true) {
      OpenTransaction transaction = work.forWriting(timeout, exclusion);
      if (transaction == work.transaction()) {
        return work.write(transaction, () -> prepared(transaction, exclusion, write));
      }
      try (transaction) {
        return work.write(
            transaction,
            () -> {
              R result = prepared(transaction, exclusion, write);
              transaction.commit();
              return result;
            });
      } catch (RuntimeException e) {
        SqlProblem problem = Problems.of(e, work.database().catalogs());
        if (problem.code() == SqlErrorCode.LOCK_TIMEOUT && work.outlasts(timeout)) {
          throw SqlProblem.causedBy(
              problem,
              SqlErrorCode.CANCELLED,
              "the statement waited for another transaction longer than its time-out");
        }
        if (problem.code() != SqlErrorCode.SERIALIZATION_FAILURE) {
          throw problem;
        }
        attempts = attempts == null ? new Attempts(transaction.lockTimeout()) : attempts;
        if (!attempts.another()) {
          throw problem;
        }
      }
    }
  }

  private static <R> R prepared(OpenTransaction transaction, Exclusion exclusion, Write<R> write) {
    transaction.prepareToWrite(exclusion);
    return write.in(transaction);
  }

  private SqlResult modify(Asked asked) {
    return write(asked.options(), Exclusion.SHARED, transaction -> modify(asked, transaction));
  }

  private SqlResult modify(Asked asked, OpenTransaction transaction) {
    Plan plan = asked.source().plan(transaction.catalog(), work.settings().schema());
    if (!(plan instanceof Plan.Modification modification)) {
      throw changedKind();
    }
    requireCount(plan, asked.parameters());
    ExecuteOptions options = asked.options();
    RunContext context = work.newRun(modification.registers(), transaction.kv(), transaction);
    bind(plan.parameters(), asked.parameters(), context.run().registers);
    try (ModificationRun run =
        new ModificationRun(transaction, modification, context, options.keys())) {
      long count = run.run();
      return new SqlResult.Count(count, run.keyColumns(), run.keys());
    }
  }

  private static SqlProblem changedKind() {
    return SqlProblem.of(
        SqlErrorCode.SERIALIZATION_FAILURE, "the schema changed while the statement was planned");
  }

  BatchResult executeBatch(Source source, List<Object[]> rows, ExecuteOptions options) {
    work.beginStatement(options);
    Plan plan = source.plan(work.expectedCatalog(), work.settings().schema());
    if (!(plan instanceof Plan.Modification)) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED, "only INSERT, UPDATE and DELETE run in batches");
    }
    return write(
        options, Exclusion.SHARED, transaction -> batch(source, rows, options, transaction));
  }

  private BatchResult batch(
      Source source, List<Object[]> rows, ExecuteOptions options, OpenTransaction transaction) {
    Plan plan = source.plan(transaction.catalog(), work.settings().schema());
    if (!(plan instanceof Plan.Modification modification)) {
      throw changedKind();
    }
    RunContext context = work.newRun(modification.registers(), transaction.kv(), transaction);
    long[] counts = new long[rows.size()];
    try (ModificationRun run =
        new ModificationRun(transaction, modification, context, options.keys())) {
      for (int i = 0; i < counts.length; i++) {
        try {
          requireCount(plan, rows.get(i));
          bind(plan.parameters(), rows.get(i), context.run().registers);
          counts[i] = run.run();
        } catch (RuntimeException | Error e) {
          SqlProblem problem = Problems.of(e, work.database().catalogs());
          return new BatchResult(Arrays.copyOf(counts, i), run.keyColumns(), run.keys(), problem);
        }
      }
      return new BatchResult(counts, run.keyColumns(), run.keys(), /* failure= */ null);
    }
  }

  private SqlResult define(Asked asked) {
    return write(
        asked.options(),
        Exclusion.ALONE,
        transaction -> {
          Catalog before = transaction.catalog();
          Plan plan = asked.source().plan(before, work.settings().schema());
          if (!(plan instanceof Plan.Definition definition)) {
            throw changedKind();
          }
          OpenTransaction.Savepoint savepoint = transaction.savepoint();
          try {
            define(definition.change(), transaction);
            return SqlResult.Count.of(0);
          } catch (RuntimeException | Error e) {
            transaction.rollbackTo(savepoint);
            throw e;
          }
        });
  }

  private void define(SchemaChange change, OpenTransaction transaction) {
    Catalog before = transaction.catalog();
    RunContext context = work.newRun(0, transaction.kv(), transaction);
    String schema = work.settings().schema();
    if (change instanceof SchemaChange.CreateIndex index) {
      requireNewestRows(index, transaction);
    }
    Catalog after = new SchemaEditor(transaction.kv(), before, schema, context.run()).apply(change);
    if (after != before) {
      transaction.changeCatalog(after);
    }
  }

  private void requireNewestRows(SchemaChange.CreateIndex index, OpenTransaction transaction) {
    String named = index.tableSchema();
    String schema = named == null ? work.settings().schema() : named;
    TableDef table = transaction.catalog().table(schema, index.table().text());
    if (table != null && work.database().catalogs().newest().table(table.id()) != null) {
      transaction.requireNewestRows();
    }
  }

  /** As PostgreSQL does; outside auto-commit the next statement would have begun one. */
  private void warnWithoutTransaction(Plan.Control.Verb verb) {
    if (work.transaction() == null && work.settings().autoCommit()) {
      work.warn(
          new SqlWarning("25P01", "there is no transaction that " + verb + " could have ended"));
    }
  }

  private SqlResult control(Plan.Control.Verb verb) {
    switch (verb) {
      case BEGIN -> {
        if (work.transaction() != null) {
          throw SqlProblem.of(
              SqlErrorCode.INVALID_TRANSACTION_STATE, "a transaction is open already");
        }
        work.beginLasting();
      }
      case COMMIT -> {
        warnWithoutTransaction(verb);
        work.commit();
      }
      case ROLLBACK -> {
        warnWithoutTransaction(verb);
        work.rollback();
      }
      case SHUTDOWN -> session.shutDown();
      case CURRENT_SCHEMA -> {
        return Results.currentSchema(work.settings().schema());
      }
    }
    return SqlResult.Count.of(0);
  }
}
