package dev.zdb.sql.api;

import java.util.List;

/**
 * What an execution may take and is to give back.
 *
 * @param maxRows rows after which the result ends; 0 for no limit
 * @param fetchSize rows a block over the wire; 0 for the default
 * @param timeoutMillis after which the statement fails with {@link SqlErrorCode#CANCELLED}; 0 for
 *     none
 * @param keys which generated keys to give back
 */
public record ExecuteOptions(long maxRows, int fetchSize, long timeoutMillis, Keys keys) {
  private static final ExecuteOptions DEFAULTS = new ExecuteOptions(0, 0, 0, Keys.NONE);

  /**
   * Which columns of inserted rows to give back.
   *
   * @param mode none, the generated ones, or those named
   * @param columns names, for {@link Mode#NAMED}, empty otherwise
   */
  public record Keys(Mode mode, List<String> columns) {
    public static final Keys NONE = new Keys(Mode.NONE, List.of());

    /** The identity column, or where there is none the primary key. */
    public static final Keys GENERATED = new Keys(Mode.GENERATED, List.of());

    public Keys {
      columns = List.copyOf(columns);
    }

    /** How the columns are chosen. */
    public enum Mode {
      NONE,
      GENERATED,
      NAMED
    }
  }

  public static ExecuteOptions defaults() {
    return DEFAULTS;
  }
}
