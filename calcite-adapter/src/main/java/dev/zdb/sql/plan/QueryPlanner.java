package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.exec.Parameter;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.parse.Statement;
import dev.zdb.sql.parse.StatementNode;
import dev.zdb.sql.parse.StatementParser;
import dev.zdb.sql.rex.ZdbOperatorTable;
import dev.zdb.sql.rex.ZdbRexExecutor;
import dev.zdb.sql.rule.Estimates;
import dev.zdb.sql.rule.Optimizer;
import dev.zdb.sql.rule.TableSizes;
import dev.zdb.sql.scan.PointLookup;
import dev.zdb.sql.schema.CalciteCatalog;
import dev.zdb.sql.type.ZdbConformance;
import dev.zdb.sql.validate.Complaints;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * From the text of a statement to what it does: parses, looks up names, checks types, rewrites,
 * chooses access paths and compiles. The plan holds nothing of Calcite.
 *
 * <p><b>Threads:</b> any. <b>Failure:</b> {@link SqlProblem} with the place in the text where there
 * is one; whatever else goes wrong inside is {@link SqlErrorCode#INTERNAL}, and a statement that is
 * nested too deep {@link SqlErrorCode#TOO_COMPLEX}.
 */
public final class QueryPlanner {
  /** Longer texts are planned on a thread of their own, whose stack is large. */
  private static final int SHORT_TEXT_LENGTH = 2_000;

  /** Of looking at an expression or making one; a second has about two million. */
  private static final int MAX_STEPS = 10_000_000;

  private static final long LARGE_STACK_BYTES = 128L << 20;

  private final StatementParser parser = new StatementParser(ZdbConformance.INSTANCE);
  private final TableSizes sizes;
  private final Optimizer optimizer;
  private final AtomicReference<@Nullable CalciteCatalog> latest = new AtomicReference<>();

  /** Plans without knowing how large tables are. */
  public QueryPlanner() {
    this(TableSizes.unknown());
  }

  public QueryPlanner(TableSizes sizes) {
    this.sizes = sizes;
    this.optimizer = new Optimizer(new ZdbRexExecutor(), sizes);
  }

  /**
   * Plans a statement.
   *
   * @param defaultSchema where names without a schema are looked up
   * @param stop what planning looks at, so that it can be cancelled
   */
  public Plan plan(String text, Catalog catalog, String defaultSchema, StopCheck stop) {
    return guarded(text, () -> planned(text, catalog, defaultSchema, bounded(stop)));
  }

  /**
   * Counts the steps of planning too, of which some statements would need more than there is time.
   */
  private static StopCheck bounded(StopCheck stop) {
    int[] steps = {0};
    return () -> {
      if (++steps[0] > MAX_STEPS) {
        throw SqlProblem.of(
            SqlErrorCode.TOO_COMPLEX, "the statement takes more than %d steps to plan", MAX_STEPS);
      }
      stop.check();
    };
  }

  /** How many queries kept their Correlates since no joins could be made of them. */
  long correlatesKept() {
    return optimizer.givenUp();
  }

  private interface Work {
    Plan run();
  }

  private static Plan guarded(String text, Work work) {
    if (text.length() <= SHORT_TEXT_LENGTH) {
      try {
        return translated(work);
      } catch (StackOverflowError tooDeepForThisThread) {
        return onLargeStack(work);
      }
    }
    return onLargeStack(work);
  }

  private static Plan translated(Work work) {
    try {
      return work.run();
    } catch (RuntimeException e) {
      throw Complaints.translate(e);
    } catch (OutOfMemoryError e) {
      throw SqlProblem.causedBy(
          e, SqlErrorCode.OUT_OF_MEMORY, "the JVM has no memory left to plan the statement");
    } catch (AssertionError e) {
      throw Complaints.translate(e);
    }
  }

  private static Plan onLargeStack(Work work) {
    CompletableFuture<Plan> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.complete(translated(work));
              } catch (Throwable e) { // whatever it is, somebody waits for it
                result.completeExceptionally(e);
              }
            },
            "zdb-planner",
            LARGE_STACK_BYTES);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // which is what the JVM says when it gets no thread
      throw SqlProblem.causedBy(
          e, SqlErrorCode.OUT_OF_MEMORY, "there is no thread left to plan the statement");
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SqlProblem problem) {
        throw problem;
      }
      if (e.getCause() instanceof StackOverflowError) {
        throw SqlProblem.causedBy(
            e, SqlErrorCode.TOO_COMPLEX, "the statement is nested too deep to be planned");
      }
      throw Complaints.internal(e);
    }
  }

  private Plan planned(String text, Catalog catalog, String defaultSchema, StopCheck stop) {
    SqlNode syntax = parser.parse(text, stop::check);
    stop.check();
    if (syntax instanceof StatementNode node
        && node.statement() instanceof Statement.Control control) {
      return new Plan.Control(Plan.Control.Verb.valueOf(control.verb().name()));
    }
    Translation translation =
        new Translation(calciteOf(catalog), defaultSchema, operators(), text.length(), stop);
    return syntax instanceof StatementNode node
        ? planned(node.statement(), translation)
        : planned(syntax, translation);
  }

  private Plan planned(Statement statement, Translation translation) {
    if (statement instanceof Statement.Explain explain) {
      return explained(planned(explain.statement(), translation));
    }
    return new Plan.Definition(new DefinitionPlanner(parser, translation).plan(statement));
  }

  private static Plan explained(Plan plan) {
    String explanation =
        plan instanceof Plan.Query query
            ? query.explanation()
            : plan instanceof Plan.Modification modification ? modification.explanation() : "";
    return new Plan.Explanation(plan.parameters(), explanation.lines().toList());
  }

  private Plan planned(SqlNode syntax, Translation translation) {
    try {
      return runnable(syntax, translation);
    } catch (SqlProblem problem) {
      throw Translation.placed(problem, syntax);
    }
  }

  private Plan runnable(SqlNode syntax, Translation translation) {
    int parameters = parameterCount(syntax);
    if (syntax instanceof SqlInsert || syntax instanceof SqlUpdate || syntax instanceof SqlDelete) {
      return new ModificationPlanner(parser, translation, optimizer, new Estimates(sizes))
          .plan(syntax, parameters);
    }
    Translation.Query query = translation.query(syntax);
    RelNode rel = optimizer.optimize(query.rel());
    translation.stop().check();
    RegisterFile registers = new RegisterFile(parameters);
    Stage stage =
        new PlanCompiler(translation.catalog(), registers, new Estimates(sizes)).compile(rel);
    List<Parameter> typed = Translation.inOrder(query.parameters(), parameters);
    return new Plan.Query(
        typed,
        registers.count(),
        PointLookup.shortest(stage.operator()),
        query.columns(),
        registersOf(stage),
        String.join("\n", stage.explain()));
  }

  private static SqlOperatorTable operators() {
    return ZdbOperatorTable.instance();
  }

  /** Calcite's view of the catalog, kept while the catalog stays the same. */
  private CalciteCatalog calciteOf(Catalog catalog) {
    CalciteCatalog known = latest.get();
    if (known != null && known.catalog() == catalog) {
      return known;
    }
    CalciteCatalog made = new CalciteCatalog(catalog);
    latest.set(made);
    return made;
  }

  private static int parameterCount(SqlNode syntax) {
    int[] count = {0};
    syntax.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            count[0] = Math.max(count[0], parameter.getIndex() + 1);
            return null;
          }
        });
    return count[0];
  }

  static List<Integer> registersOf(Stage stage) {
    return IntStream.range(0, stage.columns().size())
        .mapToObj(stage::slot)
        .map(Slot::register)
        .toList();
  }
}
