package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Texts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions of character strings; places and lengths are counted in code points, from 1. */
public final class TextFunctions {
  private static final int LONGEST = 1 << 28;

  private TextFunctions() {}

  /** A function of one string. */
  @FunctionalInterface
  interface TextCode {
    String apply(String text);
  }

  private static Expression strict(Expression operand, SqlType type, TextCode code) {
    return Computed.object(
        type,
        run -> {
          String text = (String) operand.object(run);
          return text == null ? null : code.apply(text);
        });
  }

  /** A number from one string. */
  @FunctionalInterface
  interface MeasureCode {
    long apply(String text);
  }

  private static Expression measure(Expression operand, SqlType type, MeasureCode code) {
    return Computed.word(
        type,
        run -> {
          String text = (String) operand.object(run);
          return text == null ? 0 : code.apply(text);
        });
  }

  /** A CHAR with all its blanks, which patterns see and nothing else; another text as it is. */
  public static Expression padded(Expression text, SqlType type) {
    boolean isPadded = type.kind() == TypeKind.CHAR && type.precision() != SqlType.UNLIMITED;
    return isPadded ? strict(text, type, value -> Texts.padded(value, type.precision())) : text;
  }

  /** UPPER. */
  public static Expression upper(List<Expression> operands, SqlType type) {
    return strict(text(operands, 0), type, text -> text.toUpperCase(Locale.ROOT));
  }

  /** LOWER. */
  public static Expression lower(List<Expression> operands, SqlType type) {
    return strict(text(operands, 0), type, text -> text.toLowerCase(Locale.ROOT));
  }

  /** INITCAP: the first letter of each word upper, the others lower. */
  public static Expression initCap(List<Expression> operands, SqlType type) {
    return strict(text(operands, 0), type, TextFunctions::initCapped);
  }

  private static String initCapped(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int letter = text.codePointAt(i);
      result.appendCodePoint(
          inWord ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
      inWord = Character.isLetterOrDigit(letter);
    }
    return result.toString();
  }

  /** REVERSE. */
  public static Expression reverse(List<Expression> operands, SqlType type) {
    return strict(text(operands, 0), type, text -> new StringBuilder(text).reverse().toString());
  }

  /** CHAR_LENGTH. */
  public static Expression length(List<Expression> operands, SqlType type) {
    return measure(text(operands, 0), type, Texts::length);
  }

  /** OCTET_LENGTH of a string or of bytes. */
  public static Expression octetLength(List<Expression> operands, SqlType type) {
    Expression operand = operands.get(0);
    if (operand.type().kind().isBinary()) {
      return Computed.word(
          type,
          run -> {
            byte[] bytes = (byte[]) operand.object(run);
            return bytes == null ? 0 : bytes.length;
          });
    }
    return measure(text(operands, 0), type, text -> text.getBytes(StandardCharsets.UTF_8).length);
  }

  /** ASCII: the code point of the first character, 0 of an empty string. */
  public static Expression ascii(List<Expression> operands, SqlType type) {
    return measure(text(operands, 0), type, text -> text.isEmpty() ? 0 : text.codePointAt(0));
  }

  /** CHR: the character of a code point. */
  public static Expression chr(List<Expression> operands, SqlType type) {
    Expression operand = operands.get(0);
    return Computed.object(
        type,
        run -> {
          long code = operand.word(run);
          if (run.registers.isNull) {
            return null;
          }
          boolean isCharacter =
              code >= 0
                  && Character.isValidCodePoint((int) Math.min(code, Integer.MAX_VALUE))
                  && (code < 0xD800 || code > 0xDFFF);
          if (!isCharacter) {
            throw SqlProblem.of(
                SqlErrorCode.INVALID_PARAMETER_VALUE, "%d is not the code of a character", code);
          }
          return Character.toString((int) code);
        });
  }

  /** The operator ||, of strings or of bytes: NULL if one is NULL. */
  public static Expression concat(List<Expression> operands, SqlType type) {
    if (type.kind().isBinary()) {
      return BinaryFunctions.concat(operands, type);
    }
    Expression[] parts = texts(operands);
    return Computed.object(
        type,
        run -> {
          StringBuilder result = new StringBuilder();
          for (Expression part : parts) {
            String text = (String) part.object(run);
            if (text == null) {
              return null;
            }
            append(result, text);
          }
          return result.toString();
        });
  }

  /** CONCAT: as ||, but NULLs count as empty. */
  public static Expression concatSkippingNulls(List<Expression> operands, SqlType type) {
    Expression[] parts = texts(operands);
    return Computed.object(
        type,
        run -> {
          StringBuilder result = new StringBuilder();
          for (Expression part : parts) {
            String text = (String) part.object(run);
            append(result, text == null ? "" : text);
          }
          return result.toString();
        });
  }

  /** CONCAT_WS: the strings that are not NULL, a separator between. */
  public static Expression concatWithSeparator(List<Expression> operands, SqlType type) {
    Expression[] parts = texts(operands);
    return Computed.object(type, run -> joined(parts, run));
  }

  private static @Nullable String joined(Expression[] parts, Execution run) {
    String separator = (String) parts[0].object(run);
    if (separator == null) {
      return null;
    }
    StringBuilder result = new StringBuilder();
    String before = "";
    for (int i = 1; i < parts.length; i++) {
      String text = (String) parts[i].object(run);
      if (text != null) {
        append(append(result, before), text);
        before = separator;
      }
    }
    return result.toString();
  }

  static StringBuilder append(StringBuilder result, String text) {
    checkLength((long) result.length() + text.length());
    return result.append(text);
  }

  static void checkLength(long length) {
    if (length > LONGEST) {
      throw SqlProblem.of(
          SqlErrorCode.LIMIT_EXCEEDED, "a string would be longer than %d characters", LONGEST);
    }
  }

  /** REPLACE. */
  public static Expression replace(List<Expression> operands, SqlType type) {
    Expression[] parts = texts(operands);
    return Computed.object(
        type,
        run -> {
          String text = (String) parts[0].object(run);
          String search = text == null ? null : (String) parts[1].object(run);
          String replacement = search == null ? null : (String) parts[2].object(run);
          return replacement == null
              ? null
              : replaced(Objects.requireNonNull(text), Objects.requireNonNull(search), replacement);
        });
  }

  private static String replaced(String text, String search, String replacement) {
    if (search.isEmpty()) {
      return text;
    }
    long growth = (long) text.length() / search.length() * replacement.length();
    checkLength(text.length() + growth);
    return text.replace(search, replacement);
  }

  /** TRANSLATE: each character of the second string becomes that of the third, or nothing. */
  public static Expression translate(List<Expression> operands, SqlType type) {
    Expression[] parts = texts(operands);
    return Computed.object(
        type,
        run -> {
          String text = (String) parts[0].object(run);
          String from = text == null ? null : (String) parts[1].object(run);
          String to = from == null ? null : (String) parts[2].object(run);
          return to == null
              ? null
              : translated(Objects.requireNonNull(text), Objects.requireNonNull(from), to);
        });
  }

  private static String translated(String text, String from, String to) {
    int[] old = from.codePoints().toArray();
    int[] fresh = to.codePoints().toArray();
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              int place = 0;
              while (place < old.length && old[place] != character) {
                place++;
              }
              if (place == old.length) {
                result.appendCodePoint(character);
              } else if (place < fresh.length) {
                result.appendCodePoint(fresh[place]);
              }
            });
    return result.toString();
  }

  /** Whether the first string begins with the second. */
  public static Expression startsWith(List<Expression> operands, SqlType type) {
    Expression[] parts = texts(operands);
    return Computed.word(
        type,
        run -> {
          String text = (String) parts[0].object(run);
          String prefix = text == null ? null : (String) parts[1].object(run);
          return text != null && prefix != null && text.startsWith(prefix) ? 1 : 0;
        });
  }

  /** Whether the first string ends with the second. */
  public static Expression endsWith(List<Expression> operands, SqlType type) {
    Expression[] parts = texts(operands);
    return Computed.word(
        type,
        run -> {
          String text = (String) parts[0].object(run);
          String suffix = text == null ? null : (String) parts[1].object(run);
          return text != null && suffix != null && text.endsWith(suffix) ? 1 : 0;
        });
  }

  static Expression[] texts(List<Expression> operands) {
    Expression[] texts = new Expression[operands.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(operands, i);
    }
    return texts;
  }

  /** An operand as a string, whatever it is. */
  static Expression text(List<Expression> operands, int i) {
    Expression operand = operands.get(i);
    return operand.type().kind().isCharacter()
        ? operand
        : Conversions.cast(operand, SqlType.VARCHAR);
  }
}
