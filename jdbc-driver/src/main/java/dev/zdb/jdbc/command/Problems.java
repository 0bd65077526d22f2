package dev.zdb.jdbc.command;

import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;

/** Failures as a person is to read them: one line, with the SQLSTATE where there is one. */
final class Problems {
  private Problems() {}

  static String sentence(Throwable problem) {
    if (problem instanceof SQLException sql) {
      return "error " + sql.getSQLState() + ": " + sql.getMessage();
    }
    if (problem instanceof CharacterCodingException) {
      return "error: this is no text in UTF-8";
    }
    String message = problem.getMessage();
    return "error: " + (message == null ? problem.toString() : message);
  }
}
