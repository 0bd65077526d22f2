/** How SQL values are held while a statement runs, and the arithmetic and order of them. */
@NullMarked
package dev.zdb.sql.value;

import org.jspecify.annotations.NullMarked;
