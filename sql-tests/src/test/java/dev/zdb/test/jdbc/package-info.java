/** Connections, statements, metadata, pools. */
@NullMarked
package dev.zdb.test.jdbc;

import org.jspecify.annotations.NullMarked;
