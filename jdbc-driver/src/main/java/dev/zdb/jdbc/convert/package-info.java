/**
 * What JDBC may read a SQL value as, and write one from: one table for both.
 *
 * <p>Start at {@link dev.zdb.jdbc.convert.ColumnReader} and {@link
 * dev.zdb.jdbc.convert.ParameterWriter}.
 */
@NullMarked
package dev.zdb.jdbc.convert;

import org.jspecify.annotations.NullMarked;
