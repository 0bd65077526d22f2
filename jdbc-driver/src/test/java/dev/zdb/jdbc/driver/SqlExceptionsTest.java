package dev.zdb.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SqlExceptionsTest {
  @ParameterizedTest
  @EnumSource
  void everyProblemKeepsItsStateItsSentenceAndItsCause(SqlErrorCode code) {
    SqlProblem problem = SqlProblem.of(code, "It failed.");
    SQLException exception = SqlExceptions.of(problem);

    assertThat(exception.getSQLState()).isEqualTo(code.sqlState());
    assertThat((Throwable) exception).hasMessage("It failed.").hasCause(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION_FAILED, SQLNonTransientConnectionException",
    "CONNECTION_LOST, SQLNonTransientConnectionException",
    "FEATURE_NOT_SUPPORTED, SQLFeatureNotSupportedException",
    "STRING_TOO_LONG, SQLDataException",
    "DIVISION_BY_ZERO, SQLDataException",
    "UNIQUE_VIOLATION, SQLIntegrityConstraintViolationException",
    "SERIALIZATION_FAILURE, SQLTransactionRollbackException",
    "SYNTAX, SQLSyntaxErrorException",
    "UNDEFINED_TABLE, SQLSyntaxErrorException",
    "UNDEFINED_SCHEMA, SQLSyntaxErrorException",
    "LOCK_TIMEOUT, SQLTimeoutException",
    "OUT_OF_MEMORY, SQLTransientException",
    "TOO_MANY_CONNECTIONS, SQLTransientConnectionException",
    "SHUT_DOWN, SQLNonTransientConnectionException",
    "CANCELLED, SQLException",
    "CORRUPT, SQLNonTransientException",
    "READ_ONLY, SQLNonTransientException"
  })
  void theSubclassFollowsTheState(SqlErrorCode code, String subclass) {
    assertThat((Throwable) SqlExceptions.of(SqlProblem.of(code, "It failed.")))
        .hasSameClassAs(SqlExceptions.of(SqlProblem.of(code, "It failed.")))
        .extracting(failure -> failure.getClass().getSimpleName())
        .isEqualTo(subclass);
  }
}
