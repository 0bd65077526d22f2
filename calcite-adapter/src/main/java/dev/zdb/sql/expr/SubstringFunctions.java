package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that cut, find and fill; places and lengths are counted in code points, from 1. */
public final class SubstringFunctions {
  private SubstringFunctions() {}

  /** Which end of a string. */
  public enum End {
    LEFT,
    RIGHT,
    BOTH
  }

  /** SUBSTRING(text, from [, length]). */
  public static Expression substring(List<Expression> operands, SqlType type) {
    Expression text = TextFunctions.text(operands, 0);
    Expression from = operands.get(1);
    Expression length = operands.size() > 2 ? operands.get(2) : null;
    return Computed.object(
        type,
        run -> {
          String value = (String) text.object(run);
          long start = value == null ? 0 : from.word(run);
          if (value == null || run.registers.isNull) {
            return null;
          }
          long count = length == null ? Integer.MAX_VALUE : length.word(run);
          return run.registers.isNull ? null : substring(value, start, count);
        });
  }

  private static String substring(String text, long from, long count) {
    if (count < 0) {
      throw SqlProblem.of(
          SqlErrorCode.SUBSTRING_ERROR, "a substring cannot have the length %d", count);
    }
    boolean isEndless = count >= Integer.MAX_VALUE;
    long begin = Math.max(1, from);
    long end = isEndless ? Long.MAX_VALUE : Math.min(from, Integer.MAX_VALUE) + count - 1;
    return between(text, begin - 1, end);
  }

  /** The characters from one place, counted from 0, to before another. */
  private static String between(String text, long begin, long end) {
    if (begin >= end || begin >= text.length()) {
      return "";
    }
    int length = Texts.length(text);
    if (begin >= length) {
      return "";
    }
    int first = text.offsetByCodePoints(0, (int) begin);
    int past = end >= length ? text.length() : text.offsetByCodePoints(first, (int) (end - begin));
    return text.substring(first, past);
  }

  /** LEFT(text, count); a negative count leaves off so many at the other end. */
  public static Expression left(List<Expression> operands, SqlType type) {
    return side(operands, type, (text, count) -> between(text, 0, kept(text, count)));
  }

  /** RIGHT(text, count); a negative count leaves off so many at the other end. */
  public static Expression right(List<Expression> operands, SqlType type) {
    return side(
        operands,
        type,
        (text, count) -> {
          long length = Texts.length(text);
          return between(text, Math.max(0, length - kept(text, count)), length);
        });
  }

  private static long kept(String text, long count) {
    return count >= 0 ? count : Math.max(0, Texts.length(text) + count);
  }

  /** REPEAT(text, times). */
  public static Expression repeat(List<Expression> operands, SqlType type) {
    return side(
        operands,
        type,
        (text, times) -> {
          long most = Math.max(0, Math.min(times, Integer.MAX_VALUE));
          TextFunctions.checkLength(text.length() * most);
          return text.repeat((int) most);
        });
  }

  /** A function of a string and a number. */
  @FunctionalInterface
  private interface CountedCode {
    String apply(String text, long count);
  }

  private static Expression side(List<Expression> operands, SqlType type, CountedCode code) {
    Expression text = TextFunctions.text(operands, 0);
    Expression count = operands.get(1);
    return Computed.object(
        type,
        run -> {
          String value = (String) text.object(run);
          long number = value == null ? 0 : count.word(run);
          return value == null || run.registers.isNull ? null : code.apply(value, number);
        });
  }

  /** SPACE(count). */
  public static Expression space(List<Expression> operands, SqlType type) {
    Constant blank = Constant.of(SqlType.VARCHAR, " ");
    return repeat(List.of(blank, operands.get(0)), type);
  }

  /** LPAD(text, length [, fill]). */
  public static Expression padLeft(List<Expression> operands, SqlType type) {
    return pad(operands, type, End.LEFT);
  }

  /** RPAD(text, length [, fill]). */
  public static Expression padRight(List<Expression> operands, SqlType type) {
    return pad(operands, type, End.RIGHT);
  }

  private static Expression pad(List<Expression> operands, SqlType type, End end) {
    Expression text = TextFunctions.text(operands, 0);
    Expression length = operands.get(1);
    Expression fill =
        operands.size() > 2 ? TextFunctions.text(operands, 2) : Constant.of(SqlType.VARCHAR, " ");
    return Computed.object(
        type,
        run -> {
          String value = (String) text.object(run);
          long most = value == null ? 0 : length.word(run);
          String filling = value == null || run.registers.isNull ? null : text(fill, run);
          return value == null || filling == null ? null : padded(value, most, filling, end);
        });
  }

  private static @Nullable String text(Expression expression, Execution run) {
    return (String) expression.object(run);
  }

  private static String padded(String text, long length, String fill, End end) {
    int held = Texts.length(text);
    if (length <= held || fill.isEmpty()) {
      return between(text, 0, Math.max(0, length));
    }
    TextFunctions.checkLength(length * 2);
    long missing = length - held;
    String filling = between(fill.repeat((int) (missing / Texts.length(fill)) + 1), 0, missing);
    return end == End.LEFT ? filling + text : text + filling;
  }

  /** POSITION(search IN text [FROM place]): 0 if it is not there. */
  public static Expression position(List<Expression> operands, SqlType type) {
    Expression search = TextFunctions.text(operands, 0);
    Expression text = TextFunctions.text(operands, 1);
    Expression from = operands.size() > 2 ? operands.get(2) : Constant.of(SqlType.BIGINT, 1);
    return Computed.word(
        type,
        run -> {
          String needle = (String) search.object(run);
          String value = needle == null ? null : (String) text.object(run);
          if (needle == null || value == null) {
            return 0;
          }
          long place = from.word(run);
          return run.registers.isNull ? 0 : position(needle, value, place);
        });
  }

  private static long position(String search, String text, long from) {
    if (from < 1 || from > Texts.length(text) + 1L) {
      return 0;
    }
    int start = text.offsetByCodePoints(0, (int) from - 1);
    int found = text.indexOf(search, start);
    return found < 0 ? 0 : text.codePointCount(0, found) + 1L;
  }

  /** STRPOS(text, search). */
  public static Expression positionOfSecond(List<Expression> operands, SqlType type) {
    return position(List.of(operands.get(1), operands.get(0)), type);
  }

  /** OVERLAY(text PLACING replacement FROM place [FOR length]). */
  public static Expression overlay(List<Expression> operands, SqlType type) {
    Expression text = TextFunctions.text(operands, 0);
    Expression replacement = TextFunctions.text(operands, 1);
    Expression from = operands.get(2);
    Expression length = operands.size() > 3 ? operands.get(3) : null;
    return Computed.object(
        type,
        run -> {
          String value = (String) text.object(run);
          String fresh = value == null ? null : (String) replacement.object(run);
          long place = fresh == null ? 0 : from.word(run);
          if (value == null || fresh == null || run.registers.isNull) {
            return null;
          }
          long count = length == null ? Texts.length(fresh) : length.word(run);
          return run.registers.isNull ? null : overlaid(value, fresh, place, count);
        });
  }

  private static String overlaid(String text, String fresh, long from, long count) {
    if (from < 1) {
      throw SqlProblem.of(
          SqlErrorCode.SUBSTRING_ERROR, "a string cannot be overlaid at the place %d", from);
    }
    long resume = from + Math.min(count, Integer.MAX_VALUE);
    return between(text, 0, from - 1)
        + fresh
        + between(text, Math.max(0, resume - 1), Long.MAX_VALUE);
  }

  /** TRIM: takes the characters of a set off one end or both. */
  public static Expression trim(End end, Expression characters, Expression trimmed, SqlType type) {
    Expression set = TextFunctions.text(List.of(characters), 0);
    Expression text = TextFunctions.text(List.of(trimmed), 0);
    return Computed.object(
        type,
        run -> {
          String signs = (String) set.object(run);
          String value = signs == null ? null : (String) text.object(run);
          return signs == null || value == null ? null : trimmed(value, signs, end);
        });
  }

  private static String trimmed(String text, String signs, End end) {
    int begin = 0;
    int past = text.length();
    while (end != End.RIGHT && begin < past && isIn(signs, text.codePointAt(begin))) {
      begin += Character.charCount(text.codePointAt(begin));
    }
    while (end != End.LEFT && begin < past && isIn(signs, text.codePointBefore(past))) {
      past -= Character.charCount(text.codePointBefore(past));
    }
    return text.substring(begin, past);
  }

  private static boolean isIn(String signs, int character) {
    return signs.indexOf(character) >= 0;
  }
}
