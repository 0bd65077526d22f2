/**
 * Compiled plans and the operators of relational algebra that run them. Start at {@link
 * dev.zdb.sql.exec.Plan}, then {@link dev.zdb.sql.exec.Operator}.
 */
@NullMarked
package dev.zdb.sql.exec;

import org.jspecify.annotations.NullMarked;
