/** Compiled scalar expressions over registers; start at {@link dev.zdb.sql.expr.Expression}. */
@NullMarked
package dev.zdb.sql.expr;

import org.jspecify.annotations.NullMarked;
