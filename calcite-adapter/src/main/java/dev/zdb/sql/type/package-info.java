/** SQL's types as Calcite is told of them; start at {@link dev.zdb.sql.type.ZdbTypeSystem}. */
@NullMarked
package dev.zdb.sql.type;

import org.jspecify.annotations.NullMarked;
