/** What tables, columns and indexes there are: immutable definitions and changes to them. */
@NullMarked
package dev.zdb.sql.catalog;

import org.jspecify.annotations.NullMarked;
