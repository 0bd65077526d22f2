package dev.zdb.jdbc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

/** Every message comes back as it was sent, and nothing else is a message. */
final class MessageProperties {
  private static final RecursiveComparisonConfiguration BY_CONTENT =
      RecursiveComparisonConfiguration.builder()
          .withComparedFields()
          .withEqualsForType(MessageProperties::same, SqlProblem.class)
          .build();

  private static boolean same(SqlProblem left, SqlProblem right) {
    return left.code() == right.code()
        && left.line() == right.line()
        && left.column() == right.column()
        && String.valueOf(left.getMessage()).equals(right.getMessage());
  }

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.oneOf(Messages.requests().map(m -> m), Messages.replies().map(m -> m));
  }

  @Provide
  Arbitrary<Messages.Table> tables() {
    return Messages.tables();
  }

  static byte[] bytes(Frame frame) {
    PayloadWriter out = new PayloadWriter(Frame.DEFAULT_MAX_BYTES);
    frame.writeTo(out);
    return out.toByteArray();
  }

  static Frame frame(byte[] bytes) {
    return Frame.read(new PayloadReader(bytes, Integer.BYTES, bytes.length));
  }

  @Property(tries = 300)
  void aMessageComesBackAsItWasSent(@ForAll("messages") Message message, @ForAll int requestId) {
    byte[] bytes = bytes(new Frame(requestId, message));

    Frame read = frame(bytes);

    assertThat(read.requestId()).isEqualTo(requestId);
    assertThat(read.message().type()).isEqualTo(message.type());
    assertThat(read.message()).usingRecursiveComparison(BY_CONTENT).isEqualTo(message);
    assertThat(bytes(read)).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void aBlockGivesBackItsRows(@ForAll("tables") Messages.Table table) {
    RowBlock block = RowBlock.of(table.columns(), table.rows());

    assertThat(block.rows(table.columns()).toArray(Object[][]::new))
        .isDeepEqualTo(table.rows().toArray(Object[][]::new));
  }

  @Property(tries = 200)
  void aMessageCutAnywhereIsNone(@ForAll("messages") Message message, @ForAll int place) {
    byte[] whole = bytes(new Frame(1, message));
    int header = Frame.HEADER_BYTES;
    int length = header + Math.floorMod(place, whole.length - header + 1);
    byte[] cut = Arrays.copyOf(whole, length);

    if (length < whole.length) {
      assertThat(catchThrowable(() -> frame(cut))).satisfies(MessageProperties::isViolation);
    }
  }

  @Property(tries = 500)
  void damageIsAProblemOrAnotherMessageNeverAnythingElse(
      @ForAll("messages") Message message, @ForAll int place, @ForAll byte damage) {
    byte[] bytes = bytes(new Frame(1, message));
    int at = Integer.BYTES + Math.floorMod(place, bytes.length - Integer.BYTES);
    bytes[at] ^= damage;

    Throwable problem = catchThrowable(() -> bytes(frame(bytes)));
    if (problem != null) {
      assertThat(problem).isInstanceOf(SqlProblem.class);
    }
  }

  @Property(tries = 500)
  void noiseIsNoMessage(@ForAll byte[] noise) {
    byte[] bytes = Arrays.copyOf(noise, noise.length + Frame.HEADER_BYTES);
    Throwable problem = catchThrowable(() -> frame(bytes));
    if (problem != null) {
      assertThat(problem).isInstanceOf(SqlProblem.class);
    }
  }

  private static void isViolation(Throwable problem) {
    assertThat(problem).isInstanceOf(SqlProblem.class);
    assertThat(((SqlProblem) problem).code())
        .isIn(SqlErrorCode.PROTOCOL_VIOLATION, SqlErrorCode.INVALID_PARAMETER_VALUE);
  }
}
