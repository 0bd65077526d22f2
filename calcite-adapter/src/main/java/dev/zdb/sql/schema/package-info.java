/** The catalog as Calcite sees it; start at {@link dev.zdb.sql.schema.CalciteCatalog}. */
@NullMarked
package dev.zdb.sql.schema;

import org.jspecify.annotations.NullMarked;
