package dev.zdb.kv.testing;

import java.io.IOException;

/** The simulated machine has no power: nothing was done, nothing more can be. */
public final class PowerCutException extends IOException {
  private static final long serialVersionUID = 1L;

  public PowerCutException() {
    super("the power was cut");
  }
}
