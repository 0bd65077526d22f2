package dev.zdb.jdbc.driver;

import dev.zdb.jdbc.convert.Site;
import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that was planned once and is executed with values. */
public class ZdbPreparedStatement extends BaseStatement
    implements ParameterSetters, NoText, NoExoticParameters {
  /** Stands in a parameter's place until it is set; never leaves this class. */
  private static final Object MISSING = new Object();

  private final PreparedSql prepared;
  private final Keys keys;
  private final @Nullable Object[] values;
  private final List<Object[]> batch = new ArrayList<>();

  ZdbPreparedStatement(ZdbConnection connection, PreparedSql prepared, Keys keys) {
    super(connection);
    this.prepared = prepared;
    this.keys = keys;
    this.values = new Object[prepared.parameters().size()];
    Arrays.fill(values, MISSING);
  }

  @Override
  public final void bind(int parameterIndex, @Nullable Object value) throws SQLException {
    requireParameter(parameterIndex);
    values[parameterIndex - 1] = value;
  }

  @Override
  public final Site site(int parameterIndex) throws SQLException {
    requireParameter(parameterIndex);
    SqlType type = prepared.parameters().get(parameterIndex - 1);
    return new Site(new Site.Parameter(parameterIndex), type, connection.zone());
  }

  private void requireParameter(int parameterIndex) throws SQLException {
    requireOpen();
    if (parameterIndex < 1 || parameterIndex > values.length) {
      throw SqlExceptions.noSuchParameter(parameterIndex, values.length);
    }
  }

  /** The values as they are now, all of them set. */
  private @Nullable Object[] boundValues() throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == MISSING) {
        throw SqlExceptions.parameterMissing(i + 1);
      }
    }
    return values.clone();
  }

  private boolean run() throws SQLException {
    begin();
    @Nullable Object[] bound = boundValues();
    return conversation.speakFor(
        this, s -> accept(warned(s, s.execute(prepared, bound, options(keys)))));
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    requireOpen();
    if (!prepared.isQuery()) {
      throw noRows();
    }
    run();
    return requireRows();
  }

  @Override
  public int executeUpdate() throws SQLException {
    return small(executeLargeUpdate());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    run();
    return requireCount();
  }

  @Override
  public boolean execute() throws SQLException {
    return run();
  }

  @Override
  public void clearParameters() throws SQLException {
    requireOpen();
    Arrays.fill(values, MISSING);
  }

  @Override
  public void addBatch() throws SQLException {
    requireOpen();
    batch.add(boundValues());
  }

  @Override
  public void clearBatch() throws SQLException {
    requireOpen();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return small(executeLargeBatch());
  }

  /** Executes the rows of parameters in turn and stops at the first that fails. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    begin();
    List<Object[]> rows = List.copyOf(batch);
    batch.clear();
    if (rows.isEmpty()) {
      return new long[0];
    }
    if (prepared.isQuery()) {
      throw batchFailed(
          SqlExceptions.outOfSequence("A statement of a batch gives rows; expected a count."),
          List.of());
    }
    BatchResult result =
        conversation.speakFor(this, s -> warned(s, s.executeBatch(prepared, rows, options(keys))));
    keepKeys(result.keyColumns(), result.keys());
    SqlProblem failure = result.failure();
    if (failure != null) {
      throw batchFailed(explained(failure), Arrays.stream(result.counts()).boxed().toList());
    }
    return result.counts();
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    requireOpen();
    List<ColumnMetadata> columns = prepared.columns();
    return prepared.isQuery() ? connection.metaDataOf(columns) : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    requireOpen();
    return new ZdbParameterMetaData(prepared.parameters());
  }

  @Override
  void release() throws SQLException {
    conversation.release(prepared);
  }
}
