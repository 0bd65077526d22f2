/**
 * From the text of a {@code jdbc:zdb:} URL to what it asks for.
 *
 * <p>Start at {@link dev.zdb.jdbc.url.ConnectionUrl}; every property is a constant of {@link
 * dev.zdb.jdbc.url.ConnectionProperty}.
 */
@NullMarked
package dev.zdb.jdbc.url;

import org.jspecify.annotations.NullMarked;
