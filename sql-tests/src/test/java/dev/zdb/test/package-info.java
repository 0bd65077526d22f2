/** What is tested through JDBC, as an application would see it. */
@NullMarked
package dev.zdb.test;

import org.jspecify.annotations.NullMarked;
