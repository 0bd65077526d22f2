package dev.zdb.jdbc.command;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into statements at the semicolons that are not within quotes or comments.
 *
 * <p>Reads no further than the statement asked for, so that a script may come from a pipe.
 */
final class SqlScript {
  private static final int END = -1;

  private final PushbackReader reader;
  private int line = 1;

  SqlScript(Reader reader) {
    this.reader = new PushbackReader(reader, 1);
  }

  /**
   * A statement of a script.
   *
   * @param line the line, from 1, where it begins
   */
  record Statement(String text, int line) {}

  /** The next statement that is not blank; null at the end. */
  @Nullable Statement next() throws IOException {
    StringBuilder text = new StringBuilder();
    int start = 0;
    boolean anything = false;
    for (int c = read(); c != END; c = read()) {
      if (c == ';') {
        if (anything) {
          return new Statement(text.toString().strip(), start);
        }
        text.setLength(0);
        continue;
      }
      boolean comment = skipsComment(c, text);
      if (!comment && !anything && !Character.isWhitespace(c)) {
        anything = true;
        start = line;
        text.setLength(0);
      }
      if (!comment) {
        text.append((char) c);
        readQuoted(c, text);
      }
    }
    return anything ? new Statement(text.toString().strip(), start) : null;
  }

  /** Copies what a quote opens up to the quote that closes it; a doubled quote opens it again. */
  private void readQuoted(int quote, StringBuilder text) throws IOException {
    if (quote != '\'' && quote != '"') {
      return;
    }
    for (int c = read(); c != END; c = read()) {
      text.append((char) c);
      if (c == quote) {
        return;
      }
    }
  }

  /** Copies a comment, whose semicolons count for nothing; answers whether there was one. */
  private boolean skipsComment(int first, StringBuilder text) throws IOException {
    if (first == '-' && readIf('-')) {
      text.append("--");
      copyThroughLineEnd(text);
      return true;
    }
    if (first == '/' && readIf('*')) {
      text.append("/*");
      copyThroughCommentEnd(text);
      return true;
    }
    return false;
  }

  private void copyThroughLineEnd(StringBuilder text) throws IOException {
    for (int c = read(); c != END; c = read()) {
      text.append((char) c);
      if (c == '\n') {
        return;
      }
    }
  }

  private void copyThroughCommentEnd(StringBuilder text) throws IOException {
    int before = 0;
    for (int c = read(); c != END; c = read()) {
      text.append((char) c);
      if (before == '*' && c == '/') {
        return;
      }
      before = c;
    }
  }

  private boolean readIf(char expected) throws IOException {
    int c = reader.read();
    if (c == expected) {
      return true;
    }
    if (c != END) {
      reader.unread(c);
    }
    return false;
  }

  private int read() throws IOException {
    int c = reader.read();
    if (c == '\n') {
      line++;
    }
    return c;
  }
}
