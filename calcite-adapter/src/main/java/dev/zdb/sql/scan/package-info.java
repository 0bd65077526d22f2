/**
 * The operators that read tables: by key, by index, or all through. Start at {@link
 * dev.zdb.sql.scan.TableScan}.
 */
@NullMarked
package dev.zdb.sql.scan;

import org.jspecify.annotations.NullMarked;
