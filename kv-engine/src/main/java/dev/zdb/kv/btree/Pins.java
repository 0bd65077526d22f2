package dev.zdb.kv.btree;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The commit clock, and which of its moments somebody looks at.
 *
 * <p><b>Invariant:</b> pins stand in the order of their times, none beyond {@link #visible}, which
 * never falls.
 *
 * <p><b>Threads:</b> safe.
 */
public final class Pins {

  /** One moment that somebody looks at. */
  public static final class Pin {
    private final long time;
    private final boolean kept;
    private volatile boolean expired;

    private int holders = 1;

    private Pin(long time, boolean kept) {
      this.time = time;
      this.kept = kept;
    }

    public long time() {
      return time;
    }

    /** Whether the versions of this moment may be gone. */
    public boolean isExpired() {
      return expired;
    }
  }

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final ArrayDeque<Pin> pins = new ArrayDeque<>();

  private volatile long visible;

  public Pins(long visible) {
    this.visible = visible;
  }

  /** The newest commit that all may see. */
  public long visible() {
    return visible;
  }

  /** Makes a commit visible to all who look from now on. */
  public void publish(long time) {
    synchronized (lock) {
      assert time >= visible : "the clock runs forward";
      visible = time;
    }
  }

  /** Pins the newest visible commit. */
  public Pin pin() {
    synchronized (lock) {
      Pin last = pins.peekLast();
      if (last != null && last.time == visible && !last.expired && !last.kept) {
        last.holders++;
        return last;
      }
      return add(/* kept= */ false);
    }
  }

  /** Pins the newest visible commit for a checkpoint: it never expires. */
  public Pin keep() {
    synchronized (lock) {
      return add(/* kept= */ true);
    }
  }

  @GuardedBy("lock")
  private Pin add(boolean kept) {
    Pin pin = new Pin(visible, kept);
    pins.addLast(pin);
    return pin;
  }

  /** Adds a holder to a pin that has one. */
  public void hold(Pin pin) {
    synchronized (lock) {
      assert pin.holders > 0 : "a pin let go of is gone";
      pin.holders++;
    }
  }

  public void release(Pin pin) {
    synchronized (lock) {
      pin.holders--;
      if (pin.holders == 0) {
        pins.remove(pin);
      }
    }
  }

  /**
   * Ends what looks at the oldest moment that is not kept, unless that is the newest too; says
   * whether it did.
   */
  public boolean expireOldest() {
    synchronized (lock) {
      Iterator<Pin> oldest = pins.iterator();
      while (oldest.hasNext()) {
        Pin pin = oldest.next();
        if (!pin.expired && !pin.kept && pin.time < visible) {
          pin.expired = true;
          return true;
        }
      }
      return false;
    }
  }

  /** The moments looked at, ascending, the newest visible one last. */
  public long[] times() {
    synchronized (lock) {
      long[] times = new long[pins.size() + 1];
      int count = 0;
      for (Pin pin : pins) {
        if (!pin.expired) {
          times[count++] = pin.time;
        }
      }
      times[count++] = visible;
      return count == times.length ? times : java.util.Arrays.copyOf(times, count);
    }
  }

  /** The oldest moment looked at. */
  public long horizon() {
    return times()[0];
  }
}
