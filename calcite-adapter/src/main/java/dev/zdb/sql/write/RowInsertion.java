package dev.zdb.sql.write;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.exec.Identities;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Registers;

/**
 * Adds the row that lies in the registers: gives it its generated numbers, checks it, writes it.
 *
 * <p><b>Threads:</b> the session's; made for one run.
 */
final class RowInsertion {
  private final WriteTarget target;
  private final RowPlaces places;
  private final RowChecks checks;
  private final RunContext context;
  private final Registers registers;
  private final TableWriter writer;

  RowInsertion(WriteTarget target, RowPlaces places, RowChecks checks, RunContext context) {
    this.target = target;
    this.places = places;
    this.checks = checks;
    this.context = context;
    this.registers = context.run().registers;
    this.writer = new TableWriter(target, context);
  }

  /** Adds the row, or fails and leaves the rest to the session to undo. */
  void insert() {
    number();
    checks.check(context.run());
    writer.insert(places);
  }

  private void number() {
    TableDef table = target.table();
    Identities identities = context.identities();
    if (target.identityColumn() >= 0) {
      int register = places.columns[target.identityColumn()];
      if (registers.nulls[register]) {
        set(register, nextIdentity(identities));
      } else {
        identities.passIdentity(table.id(), registers.words[register]);
      }
    }
    if (target.rowId() != WriteTarget.NO_ROW_ID) {
      set(target.rowId(), identities.nextRowId(table.id()));
    }
  }

  private long nextIdentity(Identities identities) {
    long number = identities.nextIdentity(target.table().id());
    TypeKind kind = target.table().columns().get(target.identityColumn()).type().kind();
    long largest =
        switch (kind) {
          case TINYINT -> Byte.MAX_VALUE;
          case SMALLINT -> Short.MAX_VALUE;
          case INTEGER -> Integer.MAX_VALUE;
          default -> Long.MAX_VALUE;
        };
    if (number > largest) {
      throw SqlProblem.of(
          SqlErrorCode.NUMERIC_OUT_OF_RANGE,
          "the identity column of table %s has used up its numbers: the next one is %d",
          target.table().name(),
          number);
    }
    return number;
  }

  private void set(int register, long number) {
    registers.words[register] = number;
    registers.highs[register] = number >> 63;
    registers.nulls[register] = false;
  }
}
