/** The interactive shell: sqlline, dressed for ZDB. */
@NullMarked
package dev.zdb.jdbc.shell;

import org.jspecify.annotations.NullMarked;
