/**
 * Where databases are opened and sessions held. Start at {@link dev.zdb.sql.SqlEngine}, then {@code
 * EngineSession}, {@code SessionWork}.
 */
@NullMarked
package dev.zdb.sql;

import org.jspecify.annotations.NullMarked;
