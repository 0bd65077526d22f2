package dev.zdb.kv.txn;

import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.btree.Tree;

/**
 * A pinned moment with a count of those who look at it.
 *
 * <p><b>Threads:</b> safe.
 */
final class Moment {
  private final Pins pins;
  private final Pins.Pin pin;

  private Moment(Pins pins, Pins.Pin pin) {
    this.pins = pins;
    this.pin = pin;
  }

  static Moment newest(Pins pins) {
    return new Moment(pins, pins.pin());
  }

  /** The same moment for one more, to be released likewise. */
  Moment share() {
    pins.hold(pin);
    return this;
  }

  long time() {
    return pin.time();
  }

  void requireKept() {
    if (pin.isExpired()) {
      throw Tree.tooOld(pin.time());
    }
  }

  void release() {
    pins.release(pin);
  }
}
