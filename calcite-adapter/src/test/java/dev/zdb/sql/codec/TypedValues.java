package dev.zdb.sql.codec;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Registers;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Values of every type for properties: how to draw them, hold them in registers, order them. */
final class TypedValues {
  static final List<SqlType> TYPES =
      List.of(
          SqlType.BOOLEAN,
          SqlType.TINYINT,
          SqlType.SMALLINT,
          SqlType.INTEGER,
          SqlType.BIGINT,
          SqlType.decimal(15, 2),
          SqlType.decimal(38, 10),
          SqlType.REAL,
          SqlType.DOUBLE,
          SqlType.of(TypeKind.CHAR, 12),
          SqlType.VARCHAR,
          SqlType.of(TypeKind.BINARY, 3),
          SqlType.VARBINARY,
          SqlType.DATE,
          SqlType.of(TypeKind.TIME, 9),
          SqlType.of(TypeKind.TIMESTAMP, 9),
          SqlType.UUID);

  private TypedValues() {}

  /** Values of a type, and null now and then. */
  static Arbitrary<Object> orNull(SqlType type) {
    return of(type).injectNull(0.1);
  }

  static Arbitrary<Object> of(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Arbitraries.longs().between(0, 1).asGeneric();
      case TINYINT -> Arbitraries.longs().between(-128, 127).asGeneric();
      case SMALLINT -> Arbitraries.longs().between(-32_768, 32_767).asGeneric();
      case INTEGER -> Arbitraries.longs().between(Integer.MIN_VALUE, Integer.MAX_VALUE).asGeneric();
      case BIGINT -> Arbitraries.longs().asGeneric();
      case DATE -> Arbitraries.longs().between(-719_162, 2_932_896).asGeneric();
      case TIME -> Arbitraries.longs().between(0, 86_399_999_999_999L).asGeneric();
      case DECIMAL -> {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        yield Arbitraries.bigIntegers().between(limit.negate(), limit).asGeneric();
      }
      case REAL ->
          Arbitraries.oneOf(
                  Arbitraries.floats().map(Float::doubleValue),
                  Arbitraries.of(0.0, Double.NaN, Double.POSITIVE_INFINITY, -1.0 / 0))
              .asGeneric();
      case DOUBLE ->
          Arbitraries.oneOf(
                  Arbitraries.doubles(),
                  Arbitraries.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, -1.0 / 0))
              .asGeneric();
      case CHAR -> texts().map(text -> text.stripTrailing()).asGeneric();
      case VARCHAR -> texts().asGeneric();
      case BINARY, VARBINARY ->
          Arbitraries.bytes()
              .edgeCases(cases -> cases.add((byte) 0, (byte) 1, (byte) 2))
              .array(byte[].class)
              .ofMaxSize(6)
              .asGeneric();
      case TIMESTAMP ->
          Combinators.combine(
                  Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
                  Arbitraries.longs().between(0, 999_999_999))
              .as((second, nano) -> (Object) new long[] {second, nano});
      case UUID ->
          Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
              .as((high, low) -> (Object) new UUID(high, low));
      default -> throw new AssertionError(type);
    };
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.of(0, 1, 2, 32, 0x7f, 0x80, 0xff, 0x7ff, 0x800),
            Arbitraries.of(0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff),
            Arbitraries.integers().between('a', 'c'))
        .list()
        .ofMaxSize(6)
        .map(
            points ->
                points.stream().map(Character::toString).reduce("", (left, right) -> left + right));
  }

  /** Puts a value where the type has it. */
  static void put(SqlType type, @Nullable Object value, Registers registers, int register) {
    registers.nulls[register] = value == null;
    if (value instanceof Long word) {
      registers.words[register] = word;
    } else if (value instanceof Double number) {
      registers.words[register] = Double.doubleToRawLongBits(number);
    } else if (value instanceof BigInteger unscaled) {
      registers.words[register] = unscaled.longValue();
      registers.highs[register] = unscaled.shiftRight(64).longValue();
    } else if (value instanceof long[] moment) {
      registers.words[register] = moment[0];
      registers.highs[register] = moment[1];
    } else if (value instanceof UUID uuid) {
      registers.words[register] = uuid.getMostSignificantBits();
      registers.highs[register] = uuid.getLeastSignificantBits();
    } else {
      registers.objects[register] = value;
    }
  }

  /** Takes a value from where the type has it. */
  static @Nullable Object take(SqlType type, Registers registers, int register) {
    if (registers.nulls[register]) {
      return null;
    }
    long word = registers.words[register];
    long high = registers.highs[register];
    return switch (type.kind()) {
      case REAL, DOUBLE -> Double.longBitsToDouble(word);
      case DECIMAL ->
          BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(word)));
      case TIMESTAMP -> new long[] {word, high};
      case UUID -> new UUID(word, high);
      case CHAR, VARCHAR, BINARY, VARBINARY -> registers.objects[register];
      default -> word;
    };
  }

  /** The order of SQL, ascending, NULLs last. */
  static Comparator<@Nullable Object> order(SqlType type) {
    Comparator<Object> values = (left, right) -> compare(type, left, right);
    return Comparator.nullsLast(values);
  }

  private static int compare(SqlType type, Object left, Object right) {
    return switch (type.kind()) {
      case DECIMAL -> ((BigInteger) left).compareTo((BigInteger) right);
      case REAL, DOUBLE -> Double.compare((Double) left + 0.0, (Double) right + 0.0);
      case CHAR, VARCHAR ->
          Arrays.compare(
              ((String) left).codePoints().toArray(), ((String) right).codePoints().toArray());
      case BINARY, VARBINARY -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
      case TIMESTAMP -> Arrays.compare((long[]) left, (long[]) right);
      case UUID -> left.toString().compareTo(right.toString());
      default -> Long.compare((Long) left, (Long) right);
    };
  }
}
