package dev.zdb.jdbc.command;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that can be read from the beginning any number of times.
 *
 * @param nullText the field that stands for NULL where it is not quoted
 */
record CsvFile(Path path, Format format, Charset charset, String nullText) {

  /** How fields are told apart, and whether the first line names them. */
  record Format(char delimiter, char quote, Header header) {}

  /** Whether the first line names the columns. */
  enum Header {
    PRESENT,
    ABSENT
  }

  /** What is done with each row. */
  interface RowVisitor {
    /** Takes the fields of the row that begins at {@code line}, NULL being null. */
    void visit(long line, List<@Nullable String> fields) throws Exception;
  }

  /** The names of the columns; C1, C2 and so on where the file has none. */
  List<String> names() throws IOException {
    try (CsvReader<Row> reader = reader(characters(UnaryOperator.identity()), EmptyLines.SKIPPED)) {
      Iterator<Row> rows = reader.iterator();
      if (!rows.hasNext()) {
        throw new IOException(path + " is empty");
      }
      return names(rows.next());
    } catch (CsvParseException | UncheckedIOException | CharacterCodingException e) {
      throw unreadable(e);
    }
  }

  private List<String> names(Row first) throws IOException {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String field : first.fields()) {
      int number = names.size() + 1;
      String name =
          format.header() == Header.ABSENT ? "C" + number : field == null ? "" : field.strip();
      if (name.isEmpty()) {
        throw new IOException(path + ": column " + number + " has no name in the header");
      }
      if (!seen.add(name.toUpperCase(Locale.ROOT))) {
        throw new IOException(path + ": the header names column " + name + " twice");
      }
      names.add(name);
    }
    return names;
  }

  /**
   * Reads all rows.
   *
   * @param watched what the file's bytes are to pass through, for a progress bar
   */
  void forEachRow(UnaryOperator<InputStream> watched, RowVisitor visitor) throws Exception {
    EmptyLines emptyLines = names().size() == 1 ? EmptyLines.ROWS : EmptyLines.SKIPPED;
    try (CsvReader<Row> reader = reader(characters(watched), emptyLines)) {
      Iterator<Row> rows = reader.iterator();
      if (format.header() == Header.PRESENT && rows.hasNext()) {
        rows.next();
      }
      while (rows.hasNext()) {
        Row row = rows.next();
        visitor.visit(row.line(), row.fields());
      }
    } catch (CsvParseException | UncheckedIOException | CharacterCodingException e) {
      throw unreadable(e);
    }
  }

  private IOException unreadable(Exception problem) {
    boolean garbled =
        problem instanceof CharacterCodingException
            || problem.getCause() instanceof CharacterCodingException;
    String why =
        garbled
            ? "this is no text in " + charset + "; name its encoding with --encoding"
            : problem.getMessage();
    return new IOException(path + ": " + why, problem);
  }

  /** What a line without a character is: nothing, but where there is one column its empty field. */
  private enum EmptyLines {
    SKIPPED,
    ROWS
  }

  private CsvReader<Row> reader(Reader characters, EmptyLines emptyLines) {
    return CsvReader.builder()
        .skipEmptyLines(emptyLines == EmptyLines.SKIPPED)
        .fieldSeparator(format.delimiter())
        .quoteCharacter(format.quote())
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(new RowBuilder(nullText), characters);
  }

  /** The text without a byte order mark; bytes that are no text are refused, never replaced. */
  private Reader characters(UnaryOperator<InputStream> watched) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException(Files.exists(path) ? path + " is no file" : "there is no file " + path);
    }
    InputStream bytes = watched.apply(Files.newInputStream(path));
    Reader text = new BufferedReader(new InputStreamReader(bytes, charset.newDecoder()));
    text.mark(1);
    if (text.read() != '\ufeff') {
      text.reset();
    }
    return text;
  }

  /** A row and the line, from 1, where it begins. */
  private record Row(long line, List<@Nullable String> fields) {}

  /** Tells a field that is missing from one that is quoted and empty. */
  private static final class RowBuilder extends AbstractBaseCsvCallbackHandler<Row> {
    private final String nullText;
    private List<@Nullable String> fields = new ArrayList<>();

    RowBuilder(String nullText) {
      this.nullText = nullText;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields = new ArrayList<>();
    }

    @Override
    protected void handleEmpty() {
      fields.add(nullText.isEmpty() ? null : "");
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      String field = new String(buffer, offset, length);
      fields.add(!quoted && field.equals(nullText) ? null : field);
    }

    @Override
    protected Row buildRecord() {
      return new Row(getStartingLineNumber(), fields);
    }
  }
}
