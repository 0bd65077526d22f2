package dev.zdb.sql.exec;

/**
 * A column to group by.
 *
 * @param slot where the source shows it
 * @param output the register in which the group shows it, of nobody else
 */
public record GroupKey(Slot slot, int output) {}
