package dev.zdb.jdbc.driver;

import static dev.zdb.jdbc.convert.Arguments.required;

import dev.zdb.jdbc.convert.ColumnReader;
import dev.zdb.jdbc.convert.Site;
import dev.zdb.jdbc.convert.TypeConversions;
import dev.zdb.jdbc.convert.TypeConversions.Conversion;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlSession;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows, read forward once.
 *
 * <p>A row is shown by {@link #next}; {@link #isBeforeFirst} may look one row ahead, which the
 * following {@code next} then shows. What was executed in a transaction ends with it, rows that
 * have come already too; what is made of values in memory does not.
 *
 * <p><b>Threads:</b> one at a time; {@link #next} and {@link #close} take the connection's turn.
 */
public final class ZdbResultSet
    implements NoUpdates,
        NoUpdatesByLabel,
        NoScrolling,
        NoExoticColumns,
        GettersByLabel,
        Unwrapping {
  private final BaseStatement statement;
  private final RowCursor cursor;
  private final @Nullable ColumnReader[] readers;
  private final Function<SqlSession, Boolean> advance;
  private final long transaction;
  private @Nullable Map<String, Integer> labels;
  private Position position = Position.BEFORE_FIRST;
  private boolean hasPeeked;
  private long row;
  private int fetchSize;
  private boolean lastWasNull;
  private volatile boolean isClosed;

  private enum Position {
    BEFORE_FIRST,
    ON_ROW,
    AFTER_LAST
  }

  /** Shows rows of the transaction that {@link Conversation} calls so. */
  ZdbResultSet(BaseStatement statement, RowCursor cursor, long transaction) {
    this.statement = statement;
    this.cursor = cursor;
    this.transaction = transaction;
    this.advance = session -> cursor.next();
    this.readers = new ColumnReader[cursor.columns().size()];
  }

  // ---- moving and closing

  @Override
  public boolean next() throws SQLException {
    requireOpen();
    if (position == Position.AFTER_LAST) {
      return false;
    }
    boolean found = hasPeeked || advance();
    hasPeeked = false;
    position = found ? Position.ON_ROW : Position.AFTER_LAST;
    row += found ? 1 : 0;
    return found;
  }

  private boolean advance() throws SQLException {
    return statement.conversation.speakFor(statement, advance);
  }

  @Override
  public void close() throws SQLException {
    if (!isClosed) {
      closeSilently();
      statement.resultClosed();
    }
  }

  /** Closes without telling the statement. */
  void closeSilently() throws SQLException {
    if (!isClosed) {
      isClosed = true;
      statement.conversation.release(cursor);
    }
  }

  @Override
  public boolean isClosed() {
    return isClosed
        || statement.conversation.isOver()
        || statement.conversation.hasEnded(transaction);
  }

  private void requireOpen() throws SQLException {
    if (isClosed) {
      throw SqlExceptions.resultSetClosed();
    }
    statement.conversation.requireOpen();
    if (statement.conversation.hasEnded(transaction)) {
      throw SqlExceptions.resultSetEnded();
    }
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    requireOpen();
    if (position == Position.BEFORE_FIRST && !hasPeeked) {
      hasPeeked = advance();
      position = hasPeeked ? Position.BEFORE_FIRST : Position.AFTER_LAST;
    }
    return position == Position.BEFORE_FIRST;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    requireOpen();
    return position == Position.AFTER_LAST && row > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    requireOpen();
    return position == Position.ON_ROW && row == 1;
  }

  @Override
  public int getRow() throws SQLException {
    requireOpen();
    return position == Position.ON_ROW ? (int) Math.min(row, Integer.MAX_VALUE) : 0;
  }

  // ---- reading

  /** The reader of a column of the current row; notes whether its value is null. */
  private ColumnReader reader(int column) throws SQLException {
    requireOpen();
    if (position != Position.ON_ROW) {
      throw SqlExceptions.noCurrentRow(
          position == Position.BEFORE_FIRST ? "before its first row" : "after its last row");
    }
    if (column < 1 || column > readers.length) {
      throw SqlExceptions.noSuchColumn(column, readers.length);
    }
    ColumnReader reader = readers[column - 1];
    if (reader == null) {
      reader =
          new ColumnReader(cursor, column - 1, statement.connection.zone(), statement::explained);
      readers[column - 1] = reader;
    }
    lastWasNull = reader.isNull();
    return reader;
  }

  private <T> @Nullable T read(int column, Conversion<T> conversion) throws SQLException {
    ColumnReader reader = reader(column);
    return lastWasNull ? null : conversion.apply(reader.asObject(), reader.site());
  }

  private <T> @Nullable T readIn(@Nullable Calendar calendar, int column, Class<T> type)
      throws SQLException {
    ColumnReader reader = reader(column);
    if (lastWasNull) {
      return null;
    }
    Site here = reader.site();
    Site there = calendar == null ? here : here.in(calendar.getTimeZone().toZoneId());
    return conversion(type).apply(reader.asObject(), there);
  }

  private static <T> Conversion<T> conversion(@Nullable Class<T> wanted) throws SQLException {
    Class<T> type = required(wanted, "class to read as");
    Conversion<T> conversion = TypeConversions.to(type);
    if (conversion == null) {
      throw SqlExceptions.unsupported("Reading a column as " + type.getName());
    }
    return conversion;
  }

  @Override
  public boolean wasNull() throws SQLException {
    requireOpen();
    return lastWasNull;
  }

  @Override
  public boolean getBoolean(int columnIndex) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return !lastWasNull && reader.asBoolean();
  }

  @Override
  public byte getByte(int columnIndex) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return lastWasNull ? 0 : reader.asByte();
  }

  @Override
  public short getShort(int columnIndex) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return lastWasNull ? 0 : reader.asShort();
  }

  @Override
  public int getInt(int columnIndex) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return lastWasNull ? 0 : reader.asInt();
  }

  @Override
  public long getLong(int columnIndex) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return lastWasNull ? 0 : reader.asLong();
  }

  @Override
  public float getFloat(int columnIndex) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return lastWasNull ? 0 : reader.asFloat();
  }

  @Override
  public double getDouble(int columnIndex) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return lastWasNull ? 0 : reader.asDouble();
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(BigDecimal.class));
  }

  @Deprecated
  @Override
  public @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
    ColumnReader reader = reader(columnIndex);
    return lastWasNull ? null : reader.asDecimal(scale);
  }

  @Override
  public @Nullable String getString(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(String.class));
  }

  @Override
  public @Nullable String getNString(int columnIndex) throws SQLException {
    return getString(columnIndex);
  }

  @Override
  public byte @Nullable [] getBytes(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(byte[].class));
  }

  @Override
  public @Nullable Date getDate(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(Date.class));
  }

  @Override
  public @Nullable Time getTime(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(Time.class));
  }

  @Override
  public @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(Timestamp.class));
  }

  @Override
  public @Nullable Date getDate(int columnIndex, @Nullable Calendar cal) throws SQLException {
    return readIn(cal, columnIndex, Date.class);
  }

  @Override
  public @Nullable Time getTime(int columnIndex, @Nullable Calendar cal) throws SQLException {
    return readIn(cal, columnIndex, Time.class);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int columnIndex, @Nullable Calendar cal)
      throws SQLException {
    return readIn(cal, columnIndex, Timestamp.class);
  }

  @Override
  public @Nullable Object getObject(int columnIndex) throws SQLException {
    return read(columnIndex, TypeConversions::usual);
  }

  @Override
  public <T> @Nullable T getObject(int columnIndex, @Nullable Class<T> type) throws SQLException {
    return read(columnIndex, conversion(type));
  }

  /** Reads as the class that the map, if it has the column's type, pairs with it. */
  @Override
  public @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    Class<?> type = map == null ? null : map.get(getMetaData().getColumnTypeName(columnIndex));
    return type == null ? getObject(columnIndex) : getObject(columnIndex, type);
  }

  @Override
  public @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(InputStream.class));
  }

  @Override
  public @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException {
    return read(columnIndex, TypeConversions::asciiStream);
  }

  @Deprecated
  @Override
  public @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException {
    return read(columnIndex, TypeConversions::utf8Stream);
  }

  @Deprecated
  @Override
  public @Nullable InputStream getUnicodeStream(String columnLabel) throws SQLException {
    return read(findColumn(columnLabel), TypeConversions::utf8Stream);
  }

  @Override
  public @Nullable Reader getCharacterStream(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(Reader.class));
  }

  @Override
  public @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException {
    return getCharacterStream(columnIndex);
  }

  @Override
  public @Nullable Blob getBlob(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(Blob.class));
  }

  @Override
  public @Nullable Clob getClob(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(Clob.class));
  }

  @Override
  public @Nullable NClob getNClob(int columnIndex) throws SQLException {
    return read(columnIndex, conversion(NClob.class));
  }

  // ---- about the result

  /** The first column of that label, whatever its case. */
  @Override
  public int findColumn(@Nullable String columnLabel) throws SQLException {
    requireOpen();
    String label = required(columnLabel, "label of a column");
    Map<String, Integer> known = labels;
    if (known == null) {
      known = columnsByLabel(cursor.columns());
      labels = known;
    }
    Integer found = known.get(folded(label));
    if (found == null) {
      throw SqlExceptions.noSuchColumn(label);
    }
    return found;
  }

  private static Map<String, Integer> columnsByLabel(List<ColumnMetadata> columns) {
    Map<String, Integer> found = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      found.putIfAbsent(folded(columns.get(i).label()), i + 1);
    }
    return found;
  }

  private static String folded(String label) {
    return label.toUpperCase(Locale.ROOT);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    requireOpen();
    return statement.connection.metaDataOf(cursor.columns());
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    requireOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    requireOpen();
  }

  @Override
  public String getCursorName() throws SQLException {
    throw SqlExceptions.unsupported("A name of a cursor");
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    requireOpen();
    BaseStatement.requireForward(direction);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    requireOpen();
    return FETCH_FORWARD;
  }

  /** Keeps the hint; the blocks of rows that are on their way keep their size. */
  @Override
  public void setFetchSize(int rows) throws SQLException {
    requireOpen();
    if (rows < 0) {
      throw SqlExceptions.invalidArgument("The fetch size is " + rows + "; expected 0 or more.");
    }
    fetchSize = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    requireOpen();
    return fetchSize;
  }

  @Override
  public int getType() throws SQLException {
    requireOpen();
    return TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
    requireOpen();
    return CONCUR_READ_ONLY;
  }

  @Override
  public int getHoldability() throws SQLException {
    requireOpen();
    return CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    requireOpen();
    return false;
  }

  @Override
  public boolean rowInserted() throws SQLException {
    requireOpen();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    requireOpen();
    return false;
  }

  @Override
  public Statement getStatement() throws SQLException {
    requireOpen();
    return statement;
  }
}
