package dev.zdb.sql.api;

/**
 * How to open a database. Those who join one that is open must ask for the same or for defaults.
 *
 * @param create what to do where there is no database
 * @param cacheBytes memory for pages; 0 for the default, or whatever it was opened with
 * @param pageBytes size of a page, a power of two from 256 to 65,536; 0 likewise
 */
public record DatabaseOptions(Create create, long cacheBytes, int pageBytes) {

  /** What opening does where there is no database. */
  public enum Create {
    IF_MISSING,
    NEVER,
    ALWAYS
  }

  public static DatabaseOptions defaults() {
    return new DatabaseOptions(Create.IF_MISSING, 0, 0);
  }
}
