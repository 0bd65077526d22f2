package dev.zdb.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/url.md} says of the properties what the enum says. */
final class UrlDocumentTest {
  @Test
  void theDocumentHoldsTheTableOfTheEnum() throws IOException {
    String document = Files.readString(Path.of("docs/url.md"));

    assertThat(document).contains(ConnectionProperty.asMarkdown());
  }
}
