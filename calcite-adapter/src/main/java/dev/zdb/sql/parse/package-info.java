/** From text to syntax tree; start at {@link dev.zdb.sql.parse.StatementParser}. */
@NullMarked
package dev.zdb.sql.parse;

import org.jspecify.annotations.NullMarked;
