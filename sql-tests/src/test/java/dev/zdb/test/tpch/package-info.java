/** All queries of TPC-H against the published answers. */
@NullMarked
package dev.zdb.test.tpch;

import org.jspecify.annotations.NullMarked;
