package dev.zdb.kv.btree;

import dev.zdb.kv.page.ExtentRef;

/** Where pages are that are not in memory: the data file, or nowhere. */
public interface PageSource {
  /** Reads a page, verified against what its parent says of it; the array is the caller's own. */
  byte[] readPage(ExtentRef ref, int tree, int pageBytes);

  /** Reads a value that has an extent of its own, verified likewise. */
  byte[] readOverflow(ExtentRef ref, int tree, int length);
}
