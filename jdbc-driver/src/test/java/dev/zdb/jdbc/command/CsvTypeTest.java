package dev.zdb.jdbc.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTypeTest {
  @ParameterizedTest
  @CsvSource({
    "true|FALSE, BOOLEAN",
    "1|-2, INTEGER",
    "1|3000000000, BIGINT",
    "1|2.50, DECIMAL",
    "1|1e300, DOUBLE",
    "2026-01-31|0001-01-01, DATE",
    "12:30|12:30:15.123456, TIME",
    "2026-01-31 12:30:00|2026-01-31T12:30:00.5, TIMESTAMP",
    "123e4567-e89b-12d3-a456-426614174000, UUID_TYPE",
    "true|1, TEXT",
    "2026-01-31|12:30, TEXT",
    "cafe, TEXT"
  })
  void aColumnTakesTheNarrowestTypeThatReadsAllItsFields(String fields, CsvType expected) {
    EnumSet<CsvType> candidates = CsvType.candidates();
    for (String field : fields.split("\\|", -1)) {
      candidates.removeIf(type -> !type.reads(field));
    }
    assertThat(Collections.min(candidates)).isEqualTo(expected);
  }
}
