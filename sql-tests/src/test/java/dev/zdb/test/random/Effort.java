package dev.zdb.test.random;

/** How much a computation has left to do before it is given up. */
final class Effort {
  private int left;

  Effort(int steps) {
    this.left = steps;
  }

  void spend() {
    if (left-- <= 0) {
      throw new Exceeded("too much to compute");
    }
  }

  /** There is no answer to compare with. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exceeded(String reason) {
      super(reason);
    }
  }
}
