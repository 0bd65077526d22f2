package dev.zdb.sql;

import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engine or the JVM throws, in the words of SQL; the one place where they meet. */
final class Problems {
  private Problems() {}

  /** The problem that a failure of any kind is. */
  static SqlProblem of(Throwable failure) {
    if (failure instanceof SqlProblem problem) {
      return problem;
    }
    if (failure instanceof KvException engine) {
      return SqlProblem.causedBy(engine, code(engine), String.valueOf(engine.getMessage()));
    }
    if (failure instanceof StackOverflowError) {
      return SqlProblem.causedBy(
          failure, SqlErrorCode.TOO_COMPLEX, "the statement is nested too deeply");
    }
    if (failure instanceof OutOfMemoryError) {
      return SqlProblem.causedBy(
          failure, SqlErrorCode.OUT_OF_MEMORY, "the JVM has no memory left for the statement");
    }
    return SqlProblem.causedBy(failure, SqlErrorCode.INTERNAL, "a fault in ZDB: " + failure);
  }

  /** The problem that a commit's outcome is. */
  static SqlProblem of(CommitResult result) {
    SqlErrorCode code =
        switch (result.outcome()) {
          case CONFLICT -> SqlErrorCode.SERIALIZATION_FAILURE;
          case TOO_LARGE -> SqlErrorCode.OUT_OF_MEMORY;
          case TOO_OLD -> SqlErrorCode.SNAPSHOT_TOO_OLD;
          case UNKNOWN -> SqlErrorCode.COMMIT_UNKNOWN;
          case COMMITTED -> throw new IllegalArgumentException("no problem");
        };
    boolean isUnknown = result.outcome() == CommitResult.Outcome.UNKNOWN;
    String become = isUnknown ? "may have been committed" : "was not committed";
    return SqlProblem.of(code, "the transaction %s: %s", become, result.reason());
  }

  /** The problem that a failure is, which over a tree names what the tree is to SQL. */
  static SqlProblem of(Throwable failure, CatalogCache catalogs) {
    TreeId tree = failure instanceof KvException known ? known.tree() : null;
    if (tree == null || !(failure instanceof KvException engine)) {
      return of(failure);
    }
    String happened =
        switch (engine.code()) {
          case WRITE_CONFLICT ->
              "the transaction must be run again: another one, committed since it began, changed "
                  + "the same row or key of ";
          case DEADLOCK ->
              "the transaction must be run again: it and others wait for each other in a circle, "
                  + "this one for a row or key of ";
          case LOCK_TIMEOUT ->
              "another transaction held for longer than the lock timeout a row or key of ";
          case CANCELLED ->
              "the statement was cancelled while it waited for another transaction, which holds a "
                  + "row or key of ";
          default -> engine.getMessage() + ": ";
        };
    return SqlProblem.causedBy(failure, code(engine), happened + name(tree, catalogs.lastKnown()));
  }

  private static String name(TreeId tree, @Nullable Catalog catalog) {
    Collection<TableDef> tables = catalog == null ? List.of() : catalog.tables();
    for (TableDef table : tables) {
      if (table.tree().equals(tree)) {
        return "table " + table.name();
      }
      for (IndexDef index : table.indexes()) {
        if (index.tree().equals(tree)) {
          boolean isConstraint = index.origin() == IndexDef.Origin.UNIQUE_CONSTRAINT;
          String kind = isConstraint ? "constraint " : "index ";
          return kind + index.name() + " of table " + table.name();
        }
      }
    }
    return tree.equals(TreeId.ROOT) ? "the catalog" : "a table that was dropped";
  }

  private static SqlErrorCode code(KvException failure) {
    return switch (failure.code()) {
      case WRITE_CONFLICT, DEADLOCK, NO_SUCH_TREE -> SqlErrorCode.SERIALIZATION_FAILURE;
      case LOCK_TIMEOUT -> SqlErrorCode.LOCK_TIMEOUT;
      case CANCELLED -> SqlErrorCode.CANCELLED;
      case CLOSED -> SqlErrorCode.CONNECTION_CLOSED;
      case READ_ONLY -> SqlErrorCode.READ_ONLY;
      case SNAPSHOT_TOO_OLD -> SqlErrorCode.SNAPSHOT_TOO_OLD;
      case TRANSACTION_TOO_LARGE, MEMORY_FULL -> SqlErrorCode.OUT_OF_MEMORY;
      case TOO_LONG -> SqlErrorCode.LIMIT_EXCEEDED;
      case DISK_FULL -> SqlErrorCode.DISK_FULL;
      case NOT_A_STORE -> SqlErrorCode.CONNECTION_FAILED;
      case NO_STORE -> SqlErrorCode.UNDEFINED_DATABASE;
      case HELD -> SqlErrorCode.DATABASE_IN_USE;
      case FORMAT -> SqlErrorCode.FEATURE_NOT_SUPPORTED;
      case NOT_PERMITTED -> SqlErrorCode.INSUFFICIENT_PRIVILEGE;
      case IO_FAILED -> SqlErrorCode.IO_FAILED;
      case CORRUPT -> SqlErrorCode.CORRUPT;
    };
  }
}
