/**
 * The demonstration: TPC-H loaded, queried, and its answers computed a second time; start at {@link
 * dev.zdb.jdbc.demo.Demo}.
 */
@NullMarked
package dev.zdb.jdbc.demo;

import org.jspecify.annotations.NullMarked;
