/**
 * {@code SqlSession} over a socket, with nothing but the JDK.
 *
 * <p>Start at {@link dev.zdb.jdbc.remote.RemoteSession}.
 */
@NullMarked
package dev.zdb.jdbc.remote;

import org.jspecify.annotations.NullMarked;
