package dev.zdb.jdbc.driver;

import static dev.zdb.jdbc.convert.Arguments.required;

import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Each of our objects wraps nothing but itself. */
public interface Unwrapping extends Wrapper {
  @Override
  default <T> T unwrap(@Nullable Class<T> wanted) throws SQLException {
    Class<T> type = required(wanted, "class to unwrap to");
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlExceptions.invalidArgument(
        String.format(Locale.ROOT, "A %s is no %s.", getClass().getName(), type.getName()));
  }

  @Override
  default boolean isWrapperFor(@Nullable Class<?> type) {
    return type != null && type.isInstance(this);
  }
}
