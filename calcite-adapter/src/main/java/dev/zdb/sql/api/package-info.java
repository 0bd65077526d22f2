/**
 * The narrow waist: everything that JDBC and the server say to SQL, and nothing else.
 *
 * <p>Start at {@link dev.zdb.sql.api.SqlSession}. Embedded and remote are its two implementations.
 * These types import only the JDK.
 */
@NullMarked
package dev.zdb.sql.api;

import org.jspecify.annotations.NullMarked;
