package dev.zdb.sql.codec;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.KeyPart.Order;

/**
 * One field of a key.
 *
 * @param nullability a field that can be NULL begins with a byte that says so
 */
public record KeyField(SqlType type, Order order, Nullability nullability) {

  /** The hidden 64-bit number of a row of a table without a primary key. */
  public static final KeyField ROW_ID =
      new KeyField(SqlType.BIGINT, Order.ASCENDING, Nullability.NO_NULLS);

  public KeyField {
    if (!canBeKey(type)) {
      throw SqlProblem.of(SqlErrorCode.INVALID_DEFINITION, "a %s cannot be part of a key", type);
    }
  }

  /** Whether values of the type can be keys. */
  public static boolean canBeKey(SqlType type) {
    return switch (type.kind()) {
      case INTERVAL_MONTHS, INTERVAL_SECONDS, NULL -> false;
      default -> true;
    };
  }
}
