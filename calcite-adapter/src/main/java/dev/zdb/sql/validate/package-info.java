/** Names and types looked up and checked; start at {@link dev.zdb.sql.validate.ZdbValidator}. */
@NullMarked
package dev.zdb.sql.validate;

import org.jspecify.annotations.NullMarked;
