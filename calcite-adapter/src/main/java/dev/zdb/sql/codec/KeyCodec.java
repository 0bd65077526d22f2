package dev.zdb.sql.codec;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.value.Registers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Keys as bytes: compared unsigned, byte by byte, the bytes of two keys stand as the keys do in
 * SQL, and so do those of any number of leading fields.
 *
 * <pre>
 *   kind                  bytes
 *   any, if nullable      01 before a value, 02 alone for NULL: NULLs are last
 *   BOOLEAN               00 or 01
 *   TINYINT to BIGINT     1, 2, 4 or 8, big-endian, sign bit flipped
 *   DECIMAL               unscaled value: 8 up to 18 digits, else 16, sign bit flipped
 *   REAL, DOUBLE          4 or 8 of IEEE 754: sign bit flipped if positive, all bits if negative;
 *                         -0.0 becomes 0.0 and every NaN the one that is above all
 *   DATE                  epoch day, 4, sign bit flipped
 *   TIME                  nanosecond of day, 8, sign bit flipped
 *   TIMESTAMP             epoch second, 8, sign bit flipped; nanosecond, 4
 *   UUID                  its 16
 *   CHAR, VARCHAR         UTF-8, CHAR without trailing blanks, as below
 *   BINARY, VARBINARY     as below: 00 becomes 01 01, 01 becomes 01 02, and 00 ends the value
 * </pre>
 *
 * A descending field has all its bits inverted. No field's bytes begin another's, so fields need
 * nothing between them. {@code docs/key-encoding.md} has worked examples.
 *
 * <p><b>Invariant:</b> a register read back equals the one written, but that -0.0 reads 0.0.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class KeyCodec {
  private static final int NOT_NULL = 1;
  private static final int NULL = 2;
  private static final int ESCAPE = 1;

  private final Field[] fields;

  public KeyCodec(List<KeyField> fields) {
    this.fields = fields.stream().map(Field::new).toArray(Field[]::new);
  }

  /** How many fields a key has. */
  public int size() {
    return fields.length;
  }

  /**
   * Appends a whole key, field after field.
   *
   * @param from the register of each field; the first {@code from.length} fields are written
   */
  public void encode(Registers registers, int[] from, Bytes key) {
    for (int i = 0; i < from.length; i++) {
      append(i, registers, from[i], key);
    }
  }

  /** Appends one field, whose register holds a value of the field's type. */
  public void append(int field, Registers registers, int register, Bytes key) {
    Field f = fields[field];
    int start = key.length();
    boolean present = !registers.nulls[register];
    if (f.nullable) {
      key.append(present ? NOT_NULL : NULL);
    } else if (!present) {
      throw SqlProblem.of(
          SqlErrorCode.NOT_NULL_VIOLATION, "field %d of a key cannot be NULL", field + 1);
    }
    if (present) {
      appendValue(f, registers, register, key);
    }
    if (f.mask != 0) {
      invert(key, start);
    }
  }

  /**
   * Appends what stands before (ascending) or behind (descending) every value of a field that can
   * be NULL, but NULL: the bound of a range that leaves NULLs out.
   */
  public void appendNotNull(int field, Bytes key) {
    key.append(NOT_NULL ^ (byte) fields[field].mask);
  }

  /** Appends a NULL. */
  public void appendNull(int field, Bytes key) {
    key.append(NULL ^ (byte) fields[field].mask);
  }

  /**
   * Reads leading fields of a key into registers.
   *
   * @param into the register of each field, or -1 for one that is not wanted
   * @return where the last of {@code into.length} fields ended
   */
  public int decode(byte[] bytes, int start, int[] into, Registers registers) {
    return decode(bytes, start, 0, into, registers);
  }

  /** Reads {@code into.length} fields beginning with field {@code first}, which begins there. */
  int decode(byte[] bytes, int start, int first, int[] into, Registers registers) {
    int at = start;
    for (int i = 0; i < into.length; i++) {
      Field field = fields[first + i];
      at = into[i] < 0 ? skip(field, bytes, at) : decodeField(field, bytes, at, registers, into[i]);
    }
    return at;
  }

  /** Where the first {@code count} fields of the key end. */
  public int endOf(int count, byte[] bytes, int start) {
    int at = start;
    for (int i = 0; i < count; i++) {
      at = skip(fields[i], bytes, at);
    }
    return at;
  }

  private static void appendValue(Field f, Registers r, int register, Bytes key) {
    long word = r.words[register];
    switch (f.type.kind()) {
      case BOOLEAN -> key.append((int) word);
      case TINYINT -> key.append((int) word ^ 0x80);
      case SMALLINT -> BigEndian.appendShort(key, (short) (word ^ 0x8000));
      case INTEGER, DATE -> BigEndian.appendInt(key, (int) word ^ Integer.MIN_VALUE);
      case BIGINT, TIME -> BigEndian.appendLong(key, word ^ Long.MIN_VALUE);
      case DECIMAL -> appendDecimal(f, r, register, key);
      case REAL -> BigEndian.appendInt(key, ordered((float) Double.longBitsToDouble(word)));
      case DOUBLE -> BigEndian.appendLong(key, ordered(Double.longBitsToDouble(word)));
      case TIMESTAMP -> {
        BigEndian.appendLong(key, word ^ Long.MIN_VALUE);
        BigEndian.appendInt(key, (int) r.highs[register]);
      }
      case UUID -> {
        BigEndian.appendLong(key, word);
        BigEndian.appendLong(key, r.highs[register]);
      }
      case CHAR, VARCHAR -> appendText((String) value(r, register), key);
      case BINARY, VARBINARY -> {
        byte[] binary = (byte[]) value(r, register);
        appendEscaped(binary, binary.length, key);
      }
      default -> throw new AssertionError(f.type);
    }
  }

  private static Object value(Registers r, int register) {
    Object value = r.objects[register];
    if (value == null) {
      throw new AssertionError("no object in register " + register);
    }
    return value;
  }

  private static void appendDecimal(Field f, Registers r, int register, Bytes key) {
    if (!Widths.isNarrow(f.type)) {
      BigEndian.appendLong(key, r.highs[register] ^ Long.MIN_VALUE);
      BigEndian.appendLong(key, r.words[register]);
    } else {
      BigEndian.appendLong(key, r.words[register] ^ Long.MIN_VALUE);
    }
  }

  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value + 0.0f); // which makes -0.0 a 0.0
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ (bits >> 63 | Long.MIN_VALUE);
  }

  private static void appendText(String text, Bytes key) {
    int start = key.length();
    key.reserve(Utf8.atMost(text) + 1);
    byte[] array = key.array();
    int end = Utf8.encode(text, array, start);
    for (int i = start; i < end; i++) {
      if (array[i] >= 0 && array[i] <= ESCAPE) {
        byte[] utf8 = Arrays.copyOfRange(array, start, end);
        appendEscaped(utf8, utf8.length, key);
        return;
      }
    }
    array[end] = 0;
    key.setLength(end + 1);
  }

  private static void appendEscaped(byte[] value, int length, Bytes key) {
    for (int i = 0; i < length; i++) {
      byte b = value[i];
      if (b >= 0 && b <= ESCAPE) {
        key.append(ESCAPE);
        key.append(b + 1);
      } else {
        key.append(b);
      }
    }
    key.append(0);
  }

  private static void invert(Bytes key, int from) {
    byte[] array = key.array();
    for (int i = from; i < key.length(); i++) {
      array[i] = (byte) ~array[i];
    }
  }

  private static int decodeField(Field f, byte[] bytes, int start, Registers r, int register) {
    int at = start;
    if (f.nullable) {
      boolean isNull = (bytes[at++] ^ (byte) f.mask) == NULL;
      r.nulls[register] = isNull;
      if (isNull) {
        return at;
      }
    } else {
      r.nulls[register] = false;
    }
    if (f.width == 0) {
      return decodeVariable(f, bytes, at, r, register);
    }
    decodeFixed(f, bytes, at, r, register);
    return at + f.width;
  }

  private static void decodeFixed(Field f, byte[] bytes, int at, Registers r, int register) {
    long mask = f.mask;
    switch (f.type.kind()) {
      case BOOLEAN -> r.words[register] = bytes[at] ^ mask;
      case TINYINT -> r.words[register] = (byte) (bytes[at] ^ mask ^ 0x80);
      case SMALLINT -> r.words[register] = (short) (BigEndian.getShort(bytes, at) ^ mask ^ 0x8000);
      case INTEGER, DATE ->
          r.words[register] = BigEndian.getInt(bytes, at) ^ (int) mask ^ Integer.MIN_VALUE;
      case BIGINT, TIME -> r.words[register] = BigEndian.getLong(bytes, at) ^ mask ^ Long.MIN_VALUE;
      case DECIMAL -> decodeDecimal(f, bytes, at, r, register);
      case REAL -> {
        int bits = restored(BigEndian.getInt(bytes, at) ^ (int) mask);
        r.words[register] = Double.doubleToRawLongBits(Float.intBitsToFloat(bits));
      }
      case DOUBLE -> r.words[register] = restored(BigEndian.getLong(bytes, at) ^ mask);
      case TIMESTAMP -> {
        r.words[register] = BigEndian.getLong(bytes, at) ^ mask ^ Long.MIN_VALUE;
        r.highs[register] = BigEndian.getInt(bytes, at + 8) ^ (int) mask;
      }
      case UUID -> {
        r.words[register] = BigEndian.getLong(bytes, at) ^ mask;
        r.highs[register] = BigEndian.getLong(bytes, at + 8) ^ mask;
      }
      default -> throw new AssertionError(f.type);
    }
  }

  private static void decodeDecimal(Field f, byte[] bytes, int at, Registers r, int register) {
    long first = BigEndian.getLong(bytes, at) ^ f.mask ^ Long.MIN_VALUE;
    if (f.width == Long.BYTES) {
      r.words[register] = first;
      r.highs[register] = first >> 63;
    } else {
      r.words[register] = BigEndian.getLong(bytes, at + 8) ^ f.mask;
      r.highs[register] = first;
    }
  }

  private static int restored(int ordered) {
    return ordered ^ (~ordered >> 31 | Integer.MIN_VALUE);
  }

  private static long restored(long ordered) {
    return ordered ^ (~ordered >> 63 | Long.MIN_VALUE);
  }

  private static int decodeVariable(Field f, byte[] bytes, int at, Registers r, int register) {
    byte mask = (byte) f.mask;
    int escapes = 0;
    int end = at;
    while (bytes[end] != mask) {
      if ((bytes[end] ^ mask) == ESCAPE) {
        escapes++;
        end++;
      }
      end++;
    }
    if (mask == 0 && escapes == 0 && f.type.kind().isCharacter()) {
      r.objects[register] = new String(bytes, at, end - at, StandardCharsets.UTF_8);
      return end + 1;
    }
    byte[] value = new byte[end - at - escapes];
    int from = at;
    for (int i = 0; i < value.length; i++) {
      int b = bytes[from++] ^ mask;
      value[i] = (byte) (b == ESCAPE ? (bytes[from++] ^ mask) - 1 : b);
    }
    r.objects[register] =
        f.type.kind().isCharacter() ? new String(value, StandardCharsets.UTF_8) : value;
    return end + 1;
  }

  private static int skip(Field f, byte[] bytes, int start) {
    int at = start;
    if (f.nullable && (bytes[at++] ^ (byte) f.mask) == NULL) {
      return at;
    }
    if (f.width > 0) {
      return at + f.width;
    }
    while (bytes[at] != (byte) f.mask) {
      at++;
    }
    return at + 1;
  }

  /** A field, ready to use. */
  private static final class Field {
    final SqlType type;
    final boolean nullable;
    final int width;
    final long mask;

    Field(KeyField field) {
      type = field.type();
      nullable = field.nullability() == Nullability.NULLABLE;
      width = Widths.of(type);
      mask = field.order() == Order.DESCENDING ? -1L : 0;
    }
  }
}
