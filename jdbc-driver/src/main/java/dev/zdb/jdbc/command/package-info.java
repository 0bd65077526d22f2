/**
 * The program {@code zdb}: its commands, what they print and the status they end with; start at
 * {@link dev.zdb.jdbc.command.Main}.
 */
@NullMarked
package dev.zdb.jdbc.command;

import org.jspecify.annotations.NullMarked;
