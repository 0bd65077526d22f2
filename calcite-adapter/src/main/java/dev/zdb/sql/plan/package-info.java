/** From syntax tree to compiled plan; start at {@link dev.zdb.sql.plan.QueryPlanner}. */
@NullMarked
package dev.zdb.sql.plan;

import org.jspecify.annotations.NullMarked;
