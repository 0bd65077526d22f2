package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Functions of binary strings. */
final class BinaryFunctions {
  private BinaryFunctions() {}

  static Expression concat(List<Expression> operands, SqlType type) {
    Expression[] parts = operands.toArray(Expression[]::new);
    return Computed.object(
        type,
        run -> {
          ByteArrayOutputStream result = new ByteArrayOutputStream();
          for (Expression part : parts) {
            byte[] bytes = (byte[]) part.object(run);
            if (bytes == null) {
              return null;
            }
            TextFunctions.checkLength((long) result.size() + bytes.length);
            result.writeBytes(bytes);
          }
          return result.toByteArray();
        });
  }
}
