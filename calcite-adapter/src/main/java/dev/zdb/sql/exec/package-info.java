/** Compiled plans and the operators that run them; start at {@link dev.zdb.sql.exec.Plan}. */
@NullMarked
package dev.zdb.sql.exec;

import org.jspecify.annotations.NullMarked;
