package dev.zdb.jdbc.command;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that can be read from the beginning any number of times.
 *
 * @param nullText the field that stands for NULL
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
    try (CsvReader<CsvRecord> reader = open()) {
      Iterator<CsvRecord> rows = reader.iterator();
      if (!rows.hasNext()) {
        throw new IOException(path + " is empty");
      }
      CsvRecord first = rows.next();
      if (format.header() == Header.PRESENT) {
        return first.getFields().stream().map(String::strip).toList();
      }
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= first.getFieldCount(); i++) {
        names.add("C" + i);
      }
      return names;
    }
  }

  /** Reads all rows; answers how many there were. */
  long forEachRow(RowVisitor visitor) throws Exception {
    long count = 0;
    try (CsvReader<CsvRecord> reader = open()) {
      Iterator<CsvRecord> rows = reader.iterator();
      if (format.header() == Header.PRESENT && rows.hasNext()) {
        rows.next();
      }
      while (rows.hasNext()) {
        CsvRecord row = rows.next();
        visitor.visit(row.getStartingLineNumber(), fields(row));
        count++;
      }
    } catch (CsvParseException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
    return count;
  }

  private List<@Nullable String> fields(CsvRecord row) {
    List<@Nullable String> fields = new ArrayList<>(row.getFieldCount());
    for (String field : row.getFields()) {
      fields.add(field.equals(nullText) ? null : field);
    }
    return fields;
  }

  private CsvReader<CsvRecord> open() throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException("there is no file " + path);
    }
    return CsvReader.builder()
        .fieldSeparator(format.delimiter())
        .quoteCharacter(format.quote())
        .detectBomHeader(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(path, charset);
  }
}
