package dev.zdb.sql.type;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Makes types; strings are UTF-8. */
public final class ZdbTypeFactory extends SqlTypeFactoryImpl {
  public ZdbTypeFactory() {
    super(ZdbTypeSystem.INSTANCE);
  }

  /** None of a number and a moment, of which Calcite makes a moment. */
  @Override
  public @Nullable RelDataType leastRestrictive(
      List<RelDataType> types, SqlTypeMappingRule mappingRule) {
    boolean mixes =
        types.stream().anyMatch(SqlTypeUtil::isNumeric)
            && types.stream().anyMatch(SqlTypeUtil::isDatetime);
    return mixes ? null : super.leastRestrictive(types, mappingRule);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
