package dev.zdb.jdbc.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"ZDB " + number()};
  }

  static String number() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/dev/zdb/jdbc/build.properties")) {
      if (in == null) {
        throw new IOException("build.properties is missing from this jar");
      }
      build.load(in);
    }
    return build.getProperty("version", "");
  }
}
