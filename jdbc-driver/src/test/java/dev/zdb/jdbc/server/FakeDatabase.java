package dev.zdb.jdbc.server;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.api.SqlType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens sessions that know a handful of statements, and remembers what became of them. */
final class FakeDatabase implements SessionFactory {
  static final List<ColumnMetadata> COLUMNS =
      List.of(
          column("ID", SqlType.BIGINT),
          column("NAME", SqlType.VARCHAR),
          column("PRICE", SqlType.decimal(15, 2)));

  final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
  final List<String> openings = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger open = new AtomicInteger();
  final CountDownLatch waiting = new CountDownLatch(1);

  static ColumnMetadata column(String label, SqlType type) {
    return new ColumnMetadata(
        label, type, Nullability.NULLABLE, "PUBLIC", "T", label, /* autoIncrement= */ false);
  }

  /** Whether of each database that was opened one session is open. */
  boolean onlyKeepersAreOpen() {
    synchronized (openings) {
      long databases =
          openings.stream()
              .map(opening -> opening.substring(0, opening.indexOf(' ')))
              .distinct()
              .count();
      return open.get() == databases;
    }
  }

  @Override
  public SqlSession connect(
      Path folder, String name, DatabaseOptions database, SessionOptions session) {
    openings.add(folder.getFileName() + " " + name + " " + database.create());
    open.incrementAndGet();
    FakeSession made = new FakeSession(this, name, session);
    sessions.add(made);
    return made;
  }
}
