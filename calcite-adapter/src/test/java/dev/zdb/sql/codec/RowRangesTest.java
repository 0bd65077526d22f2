package dev.zdb.sql.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.Stores;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RowRangesTest {
  private static final List<SqlType> NEW =
      List.of(SqlType.TINYINT, SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT);
  private static final List<SqlType> OLD = NEW.subList(0, 2);
  private static final int ROWS = 300;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void rowsOfOneLayoutAreChosen() {
    requireRightChoices(NEW, NEW);
  }

  @Test
  void rowsOlderThanAColumnAreChosenBesideOthers() {
    requireRightChoices(OLD, NEW);
  }

  @Test
  void rowsOfVeryManyColumnsAreChosen() {
    List<SqlType> many = new ArrayList<>(NEW);
    many.addAll(Collections.nCopies(130, SqlType.SMALLINT));
    requireRightChoices(many, many);
  }

  /** Chooses among rows of two layouts, seen in pages and copied from a transaction's writes. */
  private void requireRightChoices(List<SqlType> some, List<SqlType> newest) {
    List<Registers> rows = new ArrayList<>();
    try (Store store = Stores.memory(StoreOptions.defaults());
        Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = 0; i < ROWS; i++) {
        List<SqlType> types = i % 9 == 4 ? some : newest;
        Registers row = row(types, newest.size());
        rows.add(row);
        Bytes bytes = new Bytes();
        new RowCodec(1, types).encode(row, columns(types.size()), bytes);
        Bytes key = new Bytes();
        BigEndian.appendInt(key, i);
        writer.put(TreeId.ROOT, key, bytes);
      }
      requireRightChoices(writer, rows, newest);
      writer.commit();
      try (Snapshot snapshot = store.snapshot()) {
        requireRightChoices(snapshot, rows, newest);
      }
    }
  }

  private void requireRightChoices(ReadView view, List<Registers> rows, List<SqlType> newest) {
    RowCodec codec = new RowCodec(2, newest);
    for (int round = 0; round < 100; round++) {
      int[] columns = random.ints(random.nextInt(4), 0, newest.size()).distinct().toArray();
      long[] least = new long[columns.length];
      long[] most = new long[columns.length];
      for (int i = 0; i < columns.length; i++) {
        least[i] = random.nextInt(8) == 0 ? Long.MIN_VALUE : random.nextInt(-100, 50);
        most[i] = random.nextInt(8) == 0 ? Long.MAX_VALUE : random.nextInt(-50, 100);
      }
      List<Integer> expected =
          IntStream.range(0, ROWS)
              .filter(row -> lies(rows.get(row), columns, least, most))
              .boxed()
              .toList();

      assertThat(chosen(view, new RowRanges(codec, columns), least, most)).isEqualTo(expected);
    }
  }

  private static boolean lies(Registers row, int[] columns, long[] least, long[] most) {
    return IntStream.range(0, columns.length)
        .allMatch(
            i ->
                !row.nulls[columns[i]]
                    && row.words[columns[i]] >= least[i]
                    && row.words[columns[i]] <= most[i]);
  }

  private static List<Integer> chosen(ReadView view, RowRanges ranges, long[] least, long[] most) {
    List<Integer> rows = new ArrayList<>();
    try (Cursor cursor = view.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
      while (cursor.fetch()) {
        int[] chosen = new int[cursor.count()];
        int count = ranges.choose(cursor, least, most, chosen);
        for (int i = 0; i < count; i++) {
          rows.add(BigEndian.getInt(cursor.key(chosen[i]).array(), 0));
        }
      }
    }
    return rows;
  }

  /** Small numbers of either sign, and NULLs; columns that the row has not are NULL. */
  private Registers row(List<SqlType> types, int size) {
    Registers row = new Registers(size);
    for (int i = 0; i < size; i++) {
      row.words[i] = random.nextInt(-100, 100);
      row.nulls[i] = i >= types.size() || random.nextInt(10) == 0;
    }
    return row;
  }

  private static int[] columns(int count) {
    return IntStream.range(0, count).toArray();
  }
}
