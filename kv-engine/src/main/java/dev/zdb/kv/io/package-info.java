/**
 * Files, and nothing else: the only package that touches the disk.
 *
 * <p>{@link dev.zdb.kv.io.FileSystem} is the one seam to the machine, with a disk ({@link
 * dev.zdb.kv.io.DiskFileSystem}) and a memory ({@link dev.zdb.kv.io.MemoryFileSystem}) behind it;
 * tests put a simulated disk there that loses power.
 */
@NullMarked
package dev.zdb.kv.io;

import org.jspecify.annotations.NullMarked;
