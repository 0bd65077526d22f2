package dev.zdb.kv.btree;

import static java.util.Objects.requireNonNull;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageEditor;
import dev.zdb.kv.page.PageValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A page as one commit left it, and what its records point to: {@link Frame}s in an inner page,
 * {@link Overflow}s, where there are any, in a leaf.
 *
 * <p><b>Invariant:</b> once its commit is published, nothing of it changes but the link to older
 * versions, which is cut when nobody can need them.
 *
 * <p><b>Threads:</b> its maker's own until published; then any number.
 */
public final class PageVersion {
  private final long time;
  private byte[] page;
  private @Nullable Object @Nullable [] kids;
  private volatile @Nullable PageVersion older;
  private volatile boolean stored;

  PageVersion(long time, byte[] page, @Nullable Object @Nullable [] kids) {
    this.time = time;
    this.page = page;
    this.kids = kids;
  }

  /** A version just read from disk, with what its records point to. */
  static PageVersion loaded(byte[] page) {
    int count = Page.count(page);
    @Nullable Object[] kids = null;
    for (int index = 0; index < count; index++) {
      boolean overflow = Page.isOverflow(page, index);
      if (!overflow && Page.isLeaf(page)) {
        continue;
      }
      if (kids == null) {
        kids = new Object[count];
      }
      ExtentRef ref = ExtentRef.read(page, PageValue.refStart(page, index));
      kids[index] =
          overflow ? new Overflow(PageValue.overflowLength(page, index), ref) : new Frame(ref);
    }
    PageVersion version = new PageVersion(0, page, kids);
    version.stored = true;
    return version;
  }

  /** A copy to be changed by the commit of {@code newTime}. */
  PageVersion copy(long newTime) {
    return new PageVersion(newTime, page.clone(), kids == null ? null : kids.clone());
  }

  /** When it took effect; 0 for one read from disk, which everyone who finds it may see. */
  public long time() {
    return time;
  }

  public byte[] page() {
    return page;
  }

  /** Whether the frame's reference to the disk is to this version. */
  public boolean isStored() {
    return stored;
  }

  public void markStored() {
    stored = true;
  }

  @Nullable PageVersion older() {
    return older;
  }

  void setOlder(@Nullable PageVersion version) {
    older = version;
  }

  public Frame child(int index) {
    return (Frame) requireNonNull(kid(index), "an inner page has a frame for each record");
  }

  /** Whether all values of this leaf are known to lie in the page itself. */
  public boolean holdsAllValues() {
    return kids == null;
  }

  public @Nullable Overflow overflow(int index) {
    return Page.isOverflow(page, index) ? (Overflow) kid(index) : null;
  }

  private @Nullable Object kid(int index) {
    return kids == null ? null : kids[index];
  }

  boolean insert(int index, Bytes key, PageValue value, @Nullable Object kid) {
    int count = Page.count(page);
    if (!PageEditor.insert(page, index, key, value)) {
      return false;
    }
    if (kids == null && kid == null) {
      return true;
    }
    @Nullable Object[] old = kids == null ? new Object[count + 1] : kids;
    @Nullable Object[] grown = old.length > count ? old : Arrays.copyOf(old, count + count / 8 + 4);
    System.arraycopy(grown, index, grown, index + 1, count - index);
    grown[index] = kid;
    kids = grown;
    return true;
  }

  boolean replace(int index, PageValue value, @Nullable Overflow overflow) {
    if (!PageEditor.replace(page, index, value)) {
      return false;
    }
    if (kids == null && overflow != null) {
      kids = new Object[Page.count(page)];
    }
    if (kids != null) {
      kids[index] = overflow;
    }
    return true;
  }

  void remove(int index) {
    PageEditor.delete(page, index);
    if (kids != null) {
      int count = Page.count(page);
      System.arraycopy(kids, index + 1, kids, index, count - index);
      kids[count] = null;
    }
  }

  /** Takes over the content of another, as yet unpublished like this one. */
  void become(byte[] newPage, @Nullable Object @Nullable [] newKids) {
    page = newPage;
    kids = newKids;
  }

  @Nullable Object @Nullable [] kids(int from, int to) {
    return kids == null ? null : Arrays.copyOfRange(kids, from, to);
  }
}
