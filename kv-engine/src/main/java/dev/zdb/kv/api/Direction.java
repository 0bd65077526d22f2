package dev.zdb.kv.api;

/** Which way a cursor walks its range. */
public enum Direction {
  FORWARD,
  BACKWARD
}
