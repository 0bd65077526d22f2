package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeFamily;

/**
 * Literal strings that stand for values of other types. What is none is refused where it stands.
 */
public final class TextValues {
  private TextValues() {}

  /** Whether a node is a literal string. */
  public static boolean isText(SqlNode node) {
    return node instanceof SqlLiteral literal
        && literal.getTypeName().getFamily() == SqlTypeFamily.CHARACTER;
  }

  /**
   * Fails unless a literal string can be read as a value of the type, with {@link
   * SqlErrorCode#INVALID_TEXT} or what else is wrong with it. Any string is one of a string type.
   */
  public static void requireStorable(SqlNode text, SqlType type) {
    require(text, type, JavaValues::put);
  }

  /** As {@link #requireStorable}, and fails where the value would be rounded. */
  static void requireComparable(SqlNode text, SqlType type) {
    require(text, type, JavaValues::putExactly);
  }

  private static void require(SqlNode text, SqlType type, Reader reader) {
    TypeKind kind = type.kind();
    boolean isReadable =
        kind.isNumeric()
            || switch (kind) {
              case BOOLEAN, DATE, TIME, TIMESTAMP, UUID -> true;
              default -> false;
            };
    if (!isReadable || !isText(text)) {
      return;
    }
    try {
      reader.read(new Registers(1), 0, type, ((SqlLiteral) text).getValueAs(String.class));
    } catch (SqlProblem e) {
      throw ZdbValidator.at(e, text);
    }
  }

  private interface Reader {
    void read(Registers registers, int i, SqlType type, String text);
  }
}
