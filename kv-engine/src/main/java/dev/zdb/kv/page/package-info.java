/**
 * The bytes of one page: a sorted run of records between two fences, searched and edited in place.
 *
 * <p>Nothing here knows of files, frames or commits. Start at {@link dev.zdb.kv.page.Page}.
 */
@NullMarked
package dev.zdb.kv.page;

import org.jspecify.annotations.NullMarked;
