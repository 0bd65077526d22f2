package dev.zdb.sql;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.exec.Parameter;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.plan.StopCheck;
import java.util.List;

/**
 * A statement with its plan, which is made anew where the catalog is another than it was made for.
 *
 * <p><b>Threads:</b> its session's.
 */
final class EnginePrepared implements PreparedSql {
  private final PlanCache plans;
  private final StopCheck stop;
  private final String text;
  private Catalog catalog;
  private String schema;
  private Plan plan;

  EnginePrepared(PlanCache plans, String text, Catalog catalog, String schema, StopCheck stop) {
    this.plans = plans;
    this.stop = stop;
    this.text = text;
    this.catalog = catalog;
    this.schema = schema;
    this.plan = plans.plan(text, catalog, schema, stop);
  }

  /** The plan for a catalog and a current schema. */
  Plan plan(Catalog currentCatalog, String currentSchema) {
    if (catalog != currentCatalog || !schema.equals(currentSchema)) {
      plan = plans.plan(text, currentCatalog, currentSchema, stop);
      catalog = currentCatalog;
      schema = currentSchema;
    }
    return plan;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public List<SqlType> parameters() {
    return plan.parameters().stream().map(Parameter::type).toList();
  }

  @Override
  public List<ColumnMetadata> columns() {
    return Results.columns(plan);
  }

  @Override
  public boolean isQuery() {
    return !columns().isEmpty();
  }

  @Override
  public void close() {
    // the plan is the garbage collector's
  }
}
