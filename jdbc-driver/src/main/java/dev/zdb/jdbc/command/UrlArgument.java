package dev.zdb.jdbc.command;

import dev.zdb.jdbc.url.ConnectionUrl;
import java.sql.SQLException;
import java.util.Properties;
import picocli.CommandLine;

/** A {@code jdbc:zdb:} URL on a command line, or misuse. */
final class UrlArgument implements CommandLine.ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (!ConnectionUrl.isOurs(value)) {
      throw new CommandLine.TypeConversionException("'" + value + "' is no jdbc:zdb: URL");
    }
    try {
      ConnectionUrl.parse(value, new Properties());
    } catch (SQLException wrong) {
      throw new CommandLine.TypeConversionException(String.valueOf(wrong.getMessage()));
    }
    return value;
  }
}
