package dev.zdb.jdbc.driver;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Locale;

/**
 * The one place where what went wrong below becomes an {@link SQLException}: of the subclass that
 * its SQLSTATE asks for, with the place in the statement's text where there is one.
 */
public final class SqlExceptions {
  private static final String WRONG_INDEX = "07009";
  private static final String NO_CURRENT_ROW = "24000";
  private static final String OUT_OF_SEQUENCE = "HY010";

  private SqlExceptions() {}

  /** What a call below threw, be it foreseen or not. */
  public static SQLException of(Throwable failure) {
    if (failure instanceof SqlProblem problem) {
      return of(problem);
    }
    if (failure instanceof OutOfMemoryError) {
      return typed("The statement ran out of memory.", SqlErrorCode.OUT_OF_MEMORY, failure);
    }
    if (failure instanceof StackOverflowError) {
      return typed("The statement is nested too deeply.", SqlErrorCode.TOO_COMPLEX, failure);
    }
    return typed("Internal error: " + failure + ".", SqlErrorCode.INTERNAL, failure);
  }

  private static SQLException of(SqlProblem problem) {
    return typed(message(problem), problem.code(), problem);
  }

  private static String message(SqlProblem problem) {
    String sentence = String.valueOf(problem.getMessage());
    return problem.line() == 0
        ? sentence
        : String.format(
            Locale.ROOT, "%s (line %d, column %d)", sentence, problem.line(), problem.column());
  }

  private static SQLException typed(String message, SqlErrorCode code, Throwable cause) {
    String state = code.sqlState();
    return switch (state.substring(0, 2)) {
      case "08" -> new SQLNonTransientConnectionException(message, state, cause);
      case "0A" -> new SQLFeatureNotSupportedException(message, state, cause);
      case "22" -> new SQLDataException(message, state, cause);
      case "23" -> new SQLIntegrityConstraintViolationException(message, state, cause);
      case "28" -> new SQLInvalidAuthorizationSpecException(message, state, cause);
      case "40" -> new SQLTransactionRollbackException(message, state, cause);
      case "42", "3F" -> new SQLSyntaxErrorException(message, state, cause);
      default -> less(message, code, cause);
    };
  }

  private static SQLException less(String message, SqlErrorCode code, Throwable cause) {
    String state = code.sqlState();
    return switch (code) {
      case TOO_MANY_CONNECTIONS -> new SQLTransientConnectionException(message, state, cause);
      case SHUT_DOWN -> new SQLNonTransientConnectionException(message, state, cause);
      case LOCK_TIMEOUT -> new SQLTimeoutException(message, state, cause);
      case DISK_FULL, OUT_OF_MEMORY, SNAPSHOT_TOO_OLD, DATABASE_IN_USE ->
          new SQLTransientException(message, state, cause);
      case CANCELLED -> new SQLException(message, state, cause);
      default -> new SQLNonTransientException(message, state, cause);
    };
  }

  /** That the statement took longer than its query timeout. */
  static SQLException timedOut(SqlProblem problem, int seconds) {
    return new SQLTimeoutException(
        String.format(
            Locale.ROOT, "The statement ran longer than its query timeout of %d s.", seconds),
        problem.code().sqlState(),
        problem);
  }

  static SQLException connectionClosed() {
    return new SQLNonTransientConnectionException(
        "The connection is closed.", SqlErrorCode.CONNECTION_CLOSED.sqlState());
  }

  static SQLException statementClosed() {
    return new SQLNonTransientException("The statement is closed.", OUT_OF_SEQUENCE);
  }

  static SQLException resultSetClosed() {
    return new SQLNonTransientException("The result set is closed.", NO_CURRENT_ROW);
  }

  static SQLException resultSetEnded() {
    return new SQLNonTransientException(
        "The result set was closed by the end of its transaction.", NO_CURRENT_ROW);
  }

  static SQLException noCurrentRow(String where) {
    return new SQLNonTransientException(
        "The result set stands " + where + "; call next() and mind what it returns.",
        NO_CURRENT_ROW);
  }

  /** That a method was called at a time when it means nothing. */
  static SQLException outOfSequence(String message) {
    return new SQLNonTransientException(message, OUT_OF_SEQUENCE);
  }

  static SQLException wrongTransactionState(String message) {
    return new SQLNonTransientException(message, SqlErrorCode.INVALID_TRANSACTION_STATE.sqlState());
  }

  static SQLException noSuchColumn(int column, int count) {
    return new SQLSyntaxErrorException(
        String.format(
            Locale.ROOT,
            "There is no column %d; the result has %d, counted from 1.",
            column,
            count),
        WRONG_INDEX);
  }

  static SQLException noSuchColumn(String label) {
    return new SQLSyntaxErrorException(
        String.format(Locale.ROOT, "The result has no column labelled '%s'.", label),
        SqlErrorCode.UNDEFINED_COLUMN.sqlState());
  }

  static SQLException noSuchParameter(int parameter, int count) {
    return new SQLSyntaxErrorException(
        String.format(
            Locale.ROOT,
            "There is no parameter %d; the statement has %d, counted from 1.",
            parameter,
            count),
        WRONG_INDEX);
  }

  static SQLException parameterMissing(int parameter) {
    return new SQLNonTransientException(
        String.format(Locale.ROOT, "Parameter %d has no value.", parameter),
        SqlErrorCode.WRONG_PARAMETERS.sqlState());
  }

  /** An argument that the method does not allow. */
  static SQLException invalidArgument(String message) {
    return new SQLDataException(message, SqlErrorCode.INVALID_PARAMETER_VALUE.sqlState());
  }

  /** A statement, or a part of the text of one, that cannot be read. */
  static SQLException syntax(String message) {
    return new SQLSyntaxErrorException(message, SqlErrorCode.SYNTAX.sqlState());
  }

  /** That JDBC has it and ZDB has not. */
  public static SQLFeatureNotSupportedException unsupported(String what) {
    return new SQLFeatureNotSupportedException(
        what + " is not supported.", SqlErrorCode.FEATURE_NOT_SUPPORTED.sqlState());
  }
}
