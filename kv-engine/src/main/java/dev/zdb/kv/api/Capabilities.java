package dev.zdb.kv.api;

/**
 * What a store can take. Callers ask; they never assume.
 *
 * @param maxKeyBytes the longest key
 * @param maxValueBytes the longest value
 * @param maxTransactionBytes the most that one transaction may hold in private writes
 */
public record Capabilities(int maxKeyBytes, int maxValueBytes, long maxTransactionBytes) {}
