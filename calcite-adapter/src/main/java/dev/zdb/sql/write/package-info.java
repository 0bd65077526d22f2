/**
 * The operators that change tables, with their indexes and constraints. Start at {@link
 * dev.zdb.sql.write.Insert}.
 */
@NullMarked
package dev.zdb.sql.write;

import org.jspecify.annotations.NullMarked;
