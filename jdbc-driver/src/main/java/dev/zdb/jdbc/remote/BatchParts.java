package dev.zdb.jdbc.remote;

import dev.zdb.jdbc.protocol.Request;
import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Cuts a batch into parts that each fit a frame, and puts their results together. */
final class BatchParts {
  private static final int BYTES_OF_LENGTH = 6;
  private static final int BYTES_OF_NUMBER = 17;

  private BatchParts() {}

  /** The rows in parts of about so many bytes at most; a row that is larger has its own. */
  static List<List<Object[]>> cut(List<Object[]> rows, long maxBytes) {
    List<List<Object[]>> parts = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int i = 0; i < rows.size(); i++) {
      Object[] row = rows.get(i);
      requireLength(rows.get(0).length, row);
      long more = bytes(row);
      boolean full = bytes + more > maxBytes || i - start == Request.MAX_BATCH_ROWS;
      if (full && i > start) {
        parts.add(rows.subList(start, i));
        start = i;
        bytes = 0;
      }
      bytes += more;
    }
    parts.add(rows.subList(start, rows.size()));
    return parts;
  }

  private static void requireLength(int expected, Object[] row) {
    if (row.length != expected) {
      throw SqlProblem.of(
          SqlErrorCode.WRONG_PARAMETERS,
          "a row of %d parameters in a batch of %d",
          row.length,
          expected);
    }
  }

  /** At least the bytes that the row takes on the wire. */
  private static long bytes(Object[] row) {
    long bytes = 0;
    for (Object value : row) {
      if (value instanceof String text) {
        bytes += BYTES_OF_LENGTH + 3L * text.length();
      } else if (value instanceof byte[] binary) {
        bytes += BYTES_OF_LENGTH + (long) binary.length;
      } else if (value instanceof BigDecimal number) {
        bytes += BYTES_OF_NUMBER + number.precision() / 2;
      } else {
        bytes += BYTES_OF_NUMBER;
      }
    }
    return bytes;
  }

  static BatchResult join(List<BatchResult> results) {
    if (results.size() == 1) {
      return results.get(0);
    }
    LongStream counts = results.stream().flatMapToLong(result -> LongStream.of(result.counts()));
    List<Object[]> keys = new ArrayList<>();
    List<ColumnMetadata> keyColumns = List.of();
    for (BatchResult result : results) {
      keys.addAll(result.keys());
      keyColumns = keyColumns.isEmpty() ? result.keyColumns() : keyColumns;
    }
    SqlProblem failure = results.isEmpty() ? null : results.get(results.size() - 1).failure();
    return new BatchResult(counts.toArray(), keyColumns, keys, failure);
  }
}
