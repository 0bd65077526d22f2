package dev.zdb.jdbc.driver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version such as {@code 0.1.0-SNAPSHOT}; what is no version counts as 0.0. */
public record DriverVersion(String text, int major, int minor) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9}).*");

  /** The driver's own, which the build writes into its jar's manifest. */
  public static final DriverVersion OURS = of(ours());

  private static String ours() {
    String written = DriverVersion.class.getPackage().getImplementationVersion();
    return written == null ? "0.1.0" : written;
  }

  static DriverVersion of(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? new DriverVersion(
            text, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new DriverVersion(text, 0, 0);
  }
}
