package dev.zdb.sql.write;

import dev.zdb.sql.expr.Expression;

/**
 * A CHECK constraint, compiled over the registers of the new row: violated where it is false, not
 * where it is unknown.
 *
 * @param constraint its name
 */
public record CheckCondition(String constraint, Expression condition) {}
