/** Calcite's expressions, compiled to ours; start at {@link dev.zdb.sql.rex.RexCompiler}. */
@NullMarked
package dev.zdb.sql.rex;

import org.jspecify.annotations.NullMarked;
