/**
 * Rows, keys and index entries as bytes, and back; the order of keys' bytes is the order of SQL.
 * Start at {@link dev.zdb.sql.codec.TableCodec} and {@link dev.zdb.sql.codec.IndexCodec}.
 */
@NullMarked
package dev.zdb.sql.codec;

import org.jspecify.annotations.NullMarked;
