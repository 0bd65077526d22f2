package dev.zdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.jdbc.url.ConnectionProperty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ZdbDataSourceTest {
  private final ZdbDataSource source = new ZdbDataSource();

  @ParameterizedTest
  @EnumSource
  void everyPropertyHasItsSetter(ConnectionProperty property) throws ReflectiveOperationException {
    String name =
        property.key().substring(0, 1).toUpperCase(Locale.ROOT) + property.key().substring(1);
    Method setter = ZdbDataSource.class.getMethod("set" + name, String.class);
    setter.invoke(source, "7");

    if (property != ConnectionProperty.PASSWORD) {
      assertThat(ZdbDataSource.class.getMethod("get" + name).invoke(source)).isEqualTo("7");
      setter.invoke(source, new Object[] {null});
      assertThat(ZdbDataSource.class.getMethod("get" + name).invoke(source))
          .isEqualTo(property.defaultValue());
    }
  }

  @Test
  void theLoginTimeoutIsTheConnectTimeout() throws SQLException {
    assertThat(source.getLoginTimeout()).isEqualTo(10);
    source.setLoginTimeout(3);

    assertThat(source.getConnectTimeout()).isEqualTo("3000ms");
    assertThat(source.getLoginTimeout()).isEqualTo(3);
    assertThatThrownBy(() -> source.setLoginTimeout(-1)).isInstanceOf(SQLException.class);
  }

  @Test
  void aUrlOfOthersIsRefused() {
    source.setUrl("jdbc:h2:mem:");

    assertThatThrownBy(source::getConnection).hasMessageContaining("jdbc:zdb:");
  }

  @Test
  void aDataSourceOutlivesSerialisation() throws Exception {
    source.setUrl("jdbc:zdb:mem:shop");
    source.setSchema("STOCK");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(source);
    ZdbDataSource copy =
        (ZdbDataSource)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(copy.getUrl()).isEqualTo("jdbc:zdb:mem:shop");
    assertThat(copy.getSchema()).isEqualTo("STOCK");
  }

  @Test
  void aDataSourceUnwrapsToItself() throws SQLException {
    assertThat(source.isWrapperFor(DataSource.class)).isTrue();
    assertThat(source.unwrap(ZdbDataSource.class)).isSameAs(source);
    assertThatThrownBy(() -> source.unwrap(String.class)).isInstanceOf(SQLException.class);
  }

  @Test
  void withoutAUrlItSaysSo() {
    assertThatThrownBy(source::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("url is not set")
        .extracting(thrown -> ((SQLException) thrown).getSQLState())
        .isEqualTo("08001");
  }
}
