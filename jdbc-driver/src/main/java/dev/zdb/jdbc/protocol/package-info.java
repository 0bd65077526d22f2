/**
 * Frames on the wire: what client and server say to each other, byte by byte.
 *
 * <p>Start at {@link dev.zdb.jdbc.protocol.Message}; the layout is written out in {@code
 * docs/protocol.md}, whose examples are tests.
 */
@NullMarked
package dev.zdb.jdbc.protocol;

import org.jspecify.annotations.NullMarked;
