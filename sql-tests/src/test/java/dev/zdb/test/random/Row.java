package dev.zdb.test.random;

import org.jspecify.annotations.Nullable;

/** The values that an expression sees: those of its own query, and the rows around it. */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared as records
record Row(@Nullable Object[] values, @Nullable Row outer) {}
