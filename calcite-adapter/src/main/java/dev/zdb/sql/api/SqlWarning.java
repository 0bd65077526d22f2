package dev.zdb.sql.api;

/** What an execution that succeeded has to say all the same, with a SQLSTATE. */
public record SqlWarning(String sqlState, String message) {}
