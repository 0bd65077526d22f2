package dev.zdb.sql.validate;

import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Which types CAST converts: what Calcite has, and a BOOLEAN to the whole numbers 0 and 1. Of
 * numbers only whole ones become a BOOLEAN.
 */
final class CastRules {
  static final SqlTypeCoercionRule INSTANCE = SqlTypeCoercionRule.instance(sources());

  private CastRules() {}

  private static Map<SqlTypeName, ImmutableSet<SqlTypeName>> sources() {
    Map<SqlTypeName, ImmutableSet<SqlTypeName>> sources =
        new HashMap<>(SqlTypeCoercionRule.instance().getTypeMapping());
    for (SqlTypeName whole : SqlTypeName.INT_TYPES) {
      sources.computeIfPresent(
          whole,
          (type, from) ->
              ImmutableSet.<SqlTypeName>builder().addAll(from).add(SqlTypeName.BOOLEAN).build());
    }
    sources.put(
        SqlTypeName.BOOLEAN,
        ImmutableSet.<SqlTypeName>builder()
            .add(SqlTypeName.BOOLEAN)
            .addAll(SqlTypeName.CHAR_TYPES)
            .addAll(SqlTypeName.INT_TYPES)
            .build());
    return sources;
  }
}
