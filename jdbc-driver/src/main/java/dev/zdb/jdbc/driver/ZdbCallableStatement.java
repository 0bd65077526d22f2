package dev.zdb.jdbc.driver;

import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.PreparedSql;

/** A call, which is a prepared statement here: nothing comes back through parameters. */
public final class ZdbCallableStatement extends ZdbPreparedStatement
    implements NoOutParameters, NoNamedParameters {
  ZdbCallableStatement(ZdbConnection connection, PreparedSql prepared) {
    super(connection, prepared, Keys.NONE);
  }
}
