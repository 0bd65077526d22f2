package dev.zdb.jdbc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.math.BigDecimal;
import java.time.Period;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What no SQL value can be is refused before it is sent. */
final class WireValuesTest {
  private static void assertRefused(SqlErrorCode code, Object value) {
    PayloadWriter out = new PayloadWriter(1 << 20);
    assertThatThrownBy(() -> WireValues.writeTagged(out, value))
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }

  @Test
  void aClassOfNoSqlTypeIsRefusedByName() {
    assertRefused(SqlErrorCode.WRONG_PARAMETERS, new AtomicInteger());
    assertRefused(SqlErrorCode.WRONG_PARAMETERS, 'c');
    assertRefused(SqlErrorCode.WRONG_PARAMETERS, Period.ofDays(1));
  }

  @Test
  void aNumberBeyondEveryTypeIsRefused() {
    assertRefused(SqlErrorCode.NUMERIC_OUT_OF_RANGE, new BigDecimal("1E+1000000000"));
    assertRefused(SqlErrorCode.NUMERIC_OUT_OF_RANGE, new BigDecimal("1E-16384"));
  }

  @Test
  void halfASurrogatePairIsRefusedNotReplaced() {
    assertRefused(SqlErrorCode.INVALID_TEXT, "a\uD83D");
    assertRefused(SqlErrorCode.INVALID_TEXT, "\uDE00b");
    assertRefused(SqlErrorCode.INVALID_TEXT, "\uDE00\uD83D");
  }

  @Test
  void aReplacementCharacterIsATextLikeAnyOther() {
    PayloadWriter out = new PayloadWriter(100);
    out.text("\uFFFD\uD83D\uDE00");
    byte[] bytes = out.toByteArray();
    assertThat(new PayloadReader(bytes, 0, bytes.length).text()).isEqualTo("\uFFFD\uD83D\uDE00");
  }

  @Test
  void brokenUtf8IsNoText() {
    byte[] broken = {3, 'a', (byte) 0xc3, '('};
    assertThatThrownBy(() -> new PayloadReader(broken, 0, broken.length).text())
        .isInstanceOf(SqlProblem.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void moreThanTheLimitIsRefusedNamingIt() {
    PayloadWriter out = new PayloadWriter(10);
    assertThatThrownBy(() -> out.binary(new byte[10]))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("11 bytes")
        .hasMessageContaining("10 bytes");
  }
}
