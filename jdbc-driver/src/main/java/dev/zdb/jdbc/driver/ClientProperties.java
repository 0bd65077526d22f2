package dev.zdb.jdbc.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an application says of itself. Names are those of {@link #NAMES}, others are not kept.
 *
 * <p><b>Threads:</b> safe.
 */
final class ClientProperties {
  static final String APPLICATION_NAME = "ApplicationName";

  /** The names with what they mean. */
  static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              APPLICATION_NAME,
              "What the application calls itself",
              "ClientUser",
              "On whose behalf the application works",
              "ClientHostname",
              "The machine that the application runs on"));

  private final Map<String, String> values = new ConcurrentHashMap<>();

  static String unknown(@Nullable String name) {
    return String.format(
        Locale.ROOT,
        "The client property '%s' is unknown and ignored; known are %s.",
        name,
        String.join(", ", NAMES.keySet()));
  }

  /** Returns whether the name is known. */
  boolean set(@Nullable String name, @Nullable String value) {
    if (name == null || !NAMES.containsKey(name)) {
      return false;
    }
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
    return true;
  }

  /** Forgets what was said before; returns the names that are not known. */
  List<String> replaceAll(@Nullable Properties properties) {
    values.clear();
    List<String> unknown = new ArrayList<>();
    if (properties == null) {
      return unknown;
    }
    for (String name : properties.stringPropertyNames()) {
      if (!set(name, properties.getProperty(name))) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  @Nullable String get(@Nullable String name) {
    return name == null ? null : values.get(name);
  }

  Properties all() {
    Properties all = new Properties();
    all.putAll(values);
    return all;
  }
}
