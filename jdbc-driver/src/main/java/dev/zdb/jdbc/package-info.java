/** What applications name: the driver and the data source of {@code jdbc:zdb:} URLs. */
@NullMarked
package dev.zdb.jdbc;

import org.jspecify.annotations.NullMarked;
