package dev.zdb.sql.type;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;

/** Makes types; strings are UTF-8. */
public final class ZdbTypeFactory extends SqlTypeFactoryImpl {
  public ZdbTypeFactory() {
    super(ZdbTypeSystem.INSTANCE);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
