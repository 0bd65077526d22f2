/**
 * The physical algebra, in a convention of our own, and the choice of it; start at {@link
 * dev.zdb.sql.rel.PhysicalPlanner} for the choice and at {@link dev.zdb.sql.rel.ZdbRel} for what
 * can be chosen.
 */
@NullMarked
package dev.zdb.sql.rel;

import org.jspecify.annotations.NullMarked;
