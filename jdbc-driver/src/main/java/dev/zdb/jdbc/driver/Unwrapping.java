package dev.zdb.jdbc.driver;

import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.Locale;

/** Each of our objects wraps nothing but itself. */
public interface Unwrapping extends Wrapper {
  @Override
  default <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlExceptions.invalidArgument(
        String.format(Locale.ROOT, "A %s is no %s.", getClass().getName(), type.getName()));
  }

  @Override
  default boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
