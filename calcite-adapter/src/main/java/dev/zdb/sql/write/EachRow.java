package dev.zdb.sql.write;

import dev.zdb.sql.exec.RowSource;

/** The rows of a source, something done with each as it comes. */
record EachRow(RowSource rows, Runnable act) implements RowSource {

  @Override
  public void start() {
    rows.start();
  }

  @Override
  public boolean next() {
    if (!rows.next()) {
      return false;
    }
    act.run();
    return true;
  }

  @Override
  public void close() {
    rows.close();
  }
}
