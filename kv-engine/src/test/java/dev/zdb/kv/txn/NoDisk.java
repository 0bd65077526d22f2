package dev.zdb.kv.txn;

import dev.zdb.kv.btree.PageSource;
import dev.zdb.kv.page.ExtentRef;

/** For trees that were never stored. */
final class NoDisk implements PageSource {
  @Override
  public byte[] readPage(ExtentRef ref, int tree, int pageBytes) {
    throw new AssertionError("nothing is on disk");
  }

  @Override
  public byte[] readOverflow(ExtentRef ref, int tree, int length) {
    throw new AssertionError("nothing is on disk");
  }
}
