package dev.zdb.sql.ddl;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.SchemaChange.Name;
import dev.zdb.sql.catalog.SchemaChange.NewKeyPart;
import dev.zdb.sql.codec.KeyField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the columns that a key names. */
final class KeyResolution {
  private KeyResolution() {}

  /**
   * Finds them.
   *
   * @param key the key's name, for messages
   */
  static List<KeyPart> resolve(String key, List<NewKeyPart> parts, List<ColumnDef> columns) {
    List<KeyPart> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NewKeyPart part : parts) {
      Name name = part.column();
      int place = placeOf(name.text(), columns);
      if (place < 0) {
        throw name.problem(
            SqlErrorCode.UNDEFINED_COLUMN, "column %s, which %s names, does not exist", name, key);
      }
      if (!names.add(name.text())) {
        throw name.problem(SqlErrorCode.DUPLICATE_COLUMN, "%s names column %s twice", key, name);
      }
      if (!KeyField.canBeKey(columns.get(place).type())) {
        throw name.problem(
            SqlErrorCode.INVALID_DEFINITION,
            "column %s is of type %s, which cannot be part of a key",
            name,
            columns.get(place).type());
      }
      found.add(new KeyPart(place, part.order()));
    }
    return found;
  }

  private static int placeOf(String name, List<ColumnDef> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
