package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** LIKE and ILIKE. A pattern known beforehand is compiled once. */
public final class Like {
  private Like() {}

  /** Whether upper and lower case are told apart. */
  public enum Case {
    SENSITIVE,
    INSENSITIVE
  }

  /** Tests a string by a pattern; {@code escape} is null where no ESCAPE is given. */
  public static Expression of(
      Expression text, Expression pattern, @Nullable Expression escape, Case letters) {
    UnaryOperator<String> fold =
        letters == Case.SENSITIVE ? string -> string : string -> string.toLowerCase(Locale.ROOT);
    if (pattern instanceof Constant && (escape == null || escape instanceof Constant)) {
      LikePattern compiled = compile(pattern, escape, fold, Folding.run());
      return compiled == null ? Constant.of(Truth.UNKNOWN) : matching(text, compiled, fold);
    }
    return Computed.word(
        SqlType.BOOLEAN,
        run -> {
          String value = (String) text.object(run);
          if (value == null) {
            return 0;
          }
          LikePattern compiled = compile(pattern, escape, fold, run);
          return compiled == null
              ? Computed.unknown(run)
              : Computed.truth(run, compiled.matches(fold.apply(value)));
        });
  }

  private static Expression matching(
      Expression text, LikePattern pattern, UnaryOperator<String> fold) {
    return Computed.word(
        SqlType.BOOLEAN,
        run -> {
          String value = (String) text.object(run);
          return value != null && pattern.matches(fold.apply(value)) ? 1 : 0;
        });
  }

  private static @Nullable LikePattern compile(
      Expression pattern, @Nullable Expression escape, UnaryOperator<String> fold, Execution run) {
    String signs = (String) pattern.object(run);
    if (signs == null) {
      return null;
    }
    if (escape == null) {
      return LikePattern.of(fold.apply(signs), null);
    }
    String sign = (String) escape.object(run);
    return sign == null ? null : LikePattern.of(fold.apply(signs), fold.apply(sign));
  }
}
