/** Rewrites of relational algebra; start at {@link dev.zdb.sql.rule.Optimizer}. */
@NullMarked
package dev.zdb.sql.rule;

import org.jspecify.annotations.NullMarked;
