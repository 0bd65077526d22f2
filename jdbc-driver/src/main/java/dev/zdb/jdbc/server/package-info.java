/**
 * A server of databases: it accepts connections, and serves each its {@code SqlSession}.
 *
 * <p>Start at {@link dev.zdb.jdbc.server.ZdbServer}.
 */
@NullMarked
package dev.zdb.jdbc.server;

import org.jspecify.annotations.NullMarked;
