/**
 * The {@code java.sql} classes, all over {@link dev.zdb.sql.api.SqlSession}.
 *
 * <p>Start at {@link dev.zdb.jdbc.driver.ZdbConnection}. The interfaces that are long but say
 * little ({@code No...}, {@code ...Capabilities}, {@code ...ByLabel}) are mix-ins which keep the
 * classes readable.
 */
@NullMarked
package dev.zdb.jdbc.driver;

import org.jspecify.annotations.NullMarked;
