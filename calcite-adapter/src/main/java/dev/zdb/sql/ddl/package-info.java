/**
 * Changes of the schema, made within the transaction that asks for them. Start at {@link
 * dev.zdb.sql.ddl.SchemaEditor}.
 */
@NullMarked
package dev.zdb.sql.ddl;

import org.jspecify.annotations.NullMarked;
