package dev.zdb.jdbc.command;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a CSV field can be read as, narrowest first: a column that is to be created takes the first
 * type that all its fields can be read as.
 */
enum CsvType {
  BOOLEAN("BOOLEAN") {
    @Override
    Object parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("neither true nor false");
      };
    }
  },
  INTEGER("INTEGER") {
    @Override
    Object parse(String text) {
      return Integer.valueOf(text.strip());
    }

    @Override
    boolean keeps(String text) {
      return PLAIN_NUMBER.matcher(text).matches();
    }
  },
  BIGINT("BIGINT") {
    @Override
    Object parse(String text) {
      return Long.valueOf(text.strip());
    }

    @Override
    boolean keeps(String text) {
      return PLAIN_NUMBER.matcher(text).matches();
    }
  },
  DECIMAL("DECIMAL(38, 10)") {
    @Override
    Object parse(String text) {
      BigDecimal number = new BigDecimal(text.strip());
      if (Math.abs((long) number.scale()) > MOST_DIGITS) {
        throw new IllegalArgumentException("rounding it would take for ever");
      }
      return number;
    }

    @Override
    boolean keeps(String text) {
      return PLAIN_NUMBER.matcher(text).matches()
          && parse(text) instanceof BigDecimal number
          && number.scale() <= 10
          && number.precision() - number.scale() <= 28;
    }
  },
  DOUBLE("DOUBLE") {
    @Override
    Object parse(String text) {
      String number = text.strip();
      if (!DECIMAL_DIGITS.matcher(number).matches()) {
        throw new IllegalArgumentException("no number"); // what Java reads as one: 3d, 0x1p3
      }
      return Double.valueOf(number);
    }

    @Override
    boolean keeps(String text) {
      return !OTHER_SPELLING.matcher(text).lookingAt()
          && text.replaceFirst("[eE].*", "").chars().filter(Character::isDigit).count()
              <= DOUBLE_DIGITS;
    }
  },
  DATE("DATE") {
    @Override
    Object parse(String text) {
      return LocalDate.parse(text.strip());
    }
  },
  TIME("TIME(6)") {
    @Override
    Object parse(String text) {
      return LocalTime.parse(text.strip());
    }

    @Override
    boolean keeps(String text) {
      LocalTime time = LocalTime.parse(text.strip());
      return time.equals(time.truncatedTo(ChronoUnit.MICROS));
    }
  },
  TIME_OF_NANOS("TIME(9)") {
    @Override
    Object parse(String text) {
      return TIME.parse(text);
    }
  },
  TIMESTAMP("TIMESTAMP(6)") {
    @Override
    Object parse(String text) {
      return LocalDateTime.parse(text.strip(), DATE_TIME);
    }

    @Override
    boolean keeps(String text) {
      LocalDateTime time = LocalDateTime.parse(text.strip(), DATE_TIME);
      return time.equals(time.truncatedTo(ChronoUnit.MICROS));
    }
  },
  TIMESTAMP_OF_NANOS("TIMESTAMP(9)") {
    @Override
    Object parse(String text) {
      return TIMESTAMP.parse(text);
    }
  },
  UUID_TYPE("UUID") {
    @Override
    Object parse(String text) {
      UUID value = UUID.fromString(text.strip());
      if (!value.toString().equalsIgnoreCase(text.strip())) {
        throw new IllegalArgumentException("no UUID"); // what Java reads as one: 1-2-3-4-5
      }
      return value;
    }
  },
  BINARY("VARBINARY") {
    @Override
    Object parse(String text) {
      return HexFormat.of().parseHex(text.strip());
    }
  },
  TEXT("VARCHAR") {
    @Override
    Object parse(String text) {
      return text;
    }
  };

  private static final int MOST_DIGITS = 1_000;

  /** As many decimal digits as every double tells apart. */
  private static final int DOUBLE_DIGITS = 15;

  /** A number in its one spelling: 007 and +7 are no numbers but someone's identifiers. */
  private static final Pattern PLAIN_NUMBER = Pattern.compile("\\s*-?(0|[1-9]\\d*)(\\.\\d+)?\\s*");

  private static final Pattern OTHER_SPELLING = Pattern.compile("\\s*([+]|-?0\\d)");
  private static final Pattern DECIMAL_DIGITS =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|NaN|[+-]?Infinity");
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("[' ']['T']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(Locale.ROOT);

  private final String sql;

  CsvType(String sql) {
    this.sql = sql;
  }

  /** Reads a field; throws {@link RuntimeException} where it is none of this type. */
  abstract Object parse(String text);

  /** The type's name in CREATE TABLE. */
  String sql() {
    return sql;
  }

  /** Whether a field that was read as this type says afterwards what it said before. */
  boolean keeps(String text) {
    return true;
  }

  /** Whether a field can be read as this type with nothing lost. */
  boolean reads(String text) {
    try {
      parse(text);
      return keeps(text);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** What the fields of a new column may turn out to be; hexadecimal is never guessed. */
  static EnumSet<CsvType> candidates() {
    return EnumSet.complementOf(EnumSet.of(BINARY));
  }

  /** How the fields of a column of an existing table are read, by its {@link Types} code. */
  static CsvType of(int jdbcType) {
    return switch (jdbcType) {
      case Types.BOOLEAN, Types.BIT -> BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> INTEGER;
      case Types.BIGINT -> BIGINT;
      case Types.DECIMAL, Types.NUMERIC -> DECIMAL;
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> DOUBLE;
      case Types.DATE -> DATE;
      case Types.TIME -> TIME;
      case Types.TIMESTAMP -> TIMESTAMP;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> BINARY;
      case Types.OTHER -> UUID_TYPE;
      default -> TEXT;
    };
  }
}
