/** Where stores are opened; the rest of the engine is behind {@code dev.zdb.kv.api}. */
@NullMarked
package dev.zdb.kv;

import org.jspecify.annotations.NullMarked;
