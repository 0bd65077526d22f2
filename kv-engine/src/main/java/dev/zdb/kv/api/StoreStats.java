package dev.zdb.kv.api;

/**
 * Figures of a store at one moment.
 *
 * @param lastCommit the newest visible commit
 * @param logBytes what recovery would read
 * @param dataFileBytes the length of the data file
 * @param cachedBytes memory held by pages
 * @param dirtyBytes the part of it not yet in a checkpoint
 * @param checkpoints how many were taken since opening
 */
public record StoreStats(
    CommitTime lastCommit,
    long logBytes,
    long dataFileBytes,
    long cachedBytes,
    long dirtyBytes,
    long checkpoints) {}
