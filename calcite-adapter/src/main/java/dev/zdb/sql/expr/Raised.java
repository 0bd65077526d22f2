package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import java.util.function.Supplier;

/** An expression without a value: who asks for it gets an error. */
public final class Raised extends Expression {
  private final Supplier<SqlProblem> problem;

  public Raised(SqlType type, Supplier<SqlProblem> problem) {
    super(type);
    this.problem = problem;
  }

  @Override
  public long word(Execution run) {
    throw problem.get();
  }

  @Override
  public Object object(Execution run) {
    throw problem.get();
  }
}
