/** Random databases and queries, against a plain evaluator in Java. */
@NullMarked
package dev.zdb.test.random;

import org.jspecify.annotations.NullMarked;
