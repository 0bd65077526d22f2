package dev.zdb.sql.catalog;

/**
 * A CHECK constraint: a row for which the condition is false is refused.
 *
 * @param conditionSql the text of the condition over the table's columns
 */
public record CheckDef(int id, String name, String conditionSql) {}
