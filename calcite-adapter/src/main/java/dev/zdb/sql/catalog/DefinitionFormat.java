package dev.zdb.sql.catalog;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.IndexDef.Origin;
import dev.zdb.sql.catalog.KeyPart.Order;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's definition as bytes.
 *
 * <pre>
 *   byte   format of the definition, 2; 1 has no numbering
 *   int    number of the table, version of the table, number of its tree
 *   text   schema, name
 *   list   columns: int number, text name, byte kind, int precision, int scale,
 *            byte nullable (0, 1), byte identity (0 none, 1 always, 2 by default),
 *            numbering if it is an identity: long start, long step,
 *            byte whether a default follows, text default
 *   text   name of the primary key, empty where there is none
 *   list   primary key's parts: int column's number, byte order (0 ascending, 1 descending)
 *   list   indexes: int number, text name, byte origin (0 index, 1 unique index, 2 unique
 *            constraint), list of parts as above, int number of the tree
 *   list   checks: int number, text name, text condition
 *
 *   int    4 bytes, big-endian; a long has 8
 *   list   int count, then the items
 *   text   int count of bytes, then UTF-8
 * </pre>
 */
final class DefinitionFormat {
  private static final int FORMAT = 2;
  private static final int WITHOUT_NUMBERING = 1;

  // The places in these lists are on disk: add at the end, never move.
  private static final List<Identity> IDENTITIES =
      List.of(Identity.NONE, Identity.ALWAYS, Identity.BY_DEFAULT);
  private static final List<Origin> ORIGINS =
      List.of(Origin.INDEX, Origin.UNIQUE_INDEX, Origin.UNIQUE_CONSTRAINT);
  private static final List<Order> ORDERS = List.of(Order.ASCENDING, Order.DESCENDING);

  private DefinitionFormat() {}

  static Bytes encode(TableDef table) {
    DefinitionWriter out = new DefinitionWriter();
    out.putByte(FORMAT);
    out.putInt(table.id());
    out.putInt(table.version());
    out.putInt(table.tree().number());
    out.putText(table.schema());
    out.putText(table.name());
    out.putInt(table.columns().size());
    table.columns().forEach(column -> putColumn(out, column));
    out.putText(table.primaryKeyName());
    putParts(out, table, table.primaryKey());
    out.putInt(table.indexes().size());
    for (IndexDef index : table.indexes()) {
      out.putInt(index.id());
      out.putText(index.name());
      out.putByte(ORIGINS.indexOf(index.origin()));
      putParts(out, table, index.parts());
      out.putInt(index.tree().number());
    }
    out.putInt(table.checks().size());
    for (CheckDef check : table.checks()) {
      out.putInt(check.id());
      out.putText(check.name());
      out.putText(check.conditionSql());
    }
    return out.bytes();
  }

  private static void putColumn(DefinitionWriter out, ColumnDef column) {
    out.putInt(column.id());
    out.putText(column.name());
    out.putByte(column.type().kind().code());
    out.putInt(column.type().precision());
    out.putInt(column.type().scale());
    out.putByte(column.isNullable() ? 1 : 0);
    out.putByte(IDENTITIES.indexOf(column.identity()));
    if (column.identity() != Identity.NONE) {
      out.putLong(column.numbering().start());
      out.putLong(column.numbering().step());
    }
    String defaultSql = column.defaultSql();
    out.putByte(defaultSql == null ? 0 : 1);
    if (defaultSql != null) {
      out.putText(defaultSql);
    }
  }

  private static void putParts(DefinitionWriter out, TableDef table, List<KeyPart> parts) {
    out.putInt(parts.size());
    for (KeyPart part : parts) {
      out.putInt(table.columns().get(part.column()).id());
      out.putByte(ORDERS.indexOf(part.order()));
    }
  }

  static TableDef decode(byte[] bytes, int start, int end) {
    DefinitionReader in = new DefinitionReader(bytes, start, end);
    int format = in.readByte();
    if (format < WITHOUT_NUMBERING || format > FORMAT) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "a table's definition is of format %d, this version reads up to %d",
          format,
          FORMAT);
    }
    int id = in.readInt();
    int version = in.readInt();
    TreeId tree = in.readTree();
    String schema = in.readText();
    String name = in.readText();
    List<ColumnDef> columns = in.readList(() -> readColumn(in, format));
    String primaryKeyName = in.readText();
    List<KeyPart> primaryKey = readParts(in, columns);
    List<IndexDef> indexes = in.readList(() -> readIndex(in, columns));
    List<CheckDef> checks =
        in.readList(() -> new CheckDef(in.readInt(), in.readText(), in.readText()));
    return new TableDef(
        id, version, schema, name, columns, primaryKeyName, primaryKey, indexes, checks, tree);
  }

  private static ColumnDef readColumn(DefinitionReader in, int format) {
    int id = in.readInt();
    String name = in.readText();
    SqlType type = new SqlType(TypeKind.of(in.readByte()), in.readInt(), in.readInt());
    Nullability nullability = in.readByte() == 0 ? Nullability.NO_NULLS : Nullability.NULLABLE;
    Identity identity = in.readOneOf(IDENTITIES);
    boolean isNumbered = identity != Identity.NONE && format > WITHOUT_NUMBERING;
    Numbering numbering = isNumbered ? readNumbering(in) : Numbering.ONE_BY_ONE;
    String defaultSql = in.readByte() == 0 ? null : in.readText();
    return new ColumnDef(id, name, type, nullability, defaultSql, identity, numbering);
  }

  private static Numbering readNumbering(DefinitionReader in) {
    return new Numbering(in.readLong(), Math.max(in.readLong(), 1));
  }

  private static IndexDef readIndex(DefinitionReader in, List<ColumnDef> columns) {
    int id = in.readInt();
    String name = in.readText();
    Origin origin = in.readOneOf(ORIGINS);
    List<KeyPart> parts = readParts(in, columns);
    return new IndexDef(id, name, origin, parts, in.readTree());
  }

  private static List<KeyPart> readParts(DefinitionReader in, List<ColumnDef> columns) {
    List<Integer> ids = new ArrayList<>();
    columns.forEach(column -> ids.add(column.id()));
    return in.readList(() -> new KeyPart(ids.indexOf(in.readInt()), in.readOneOf(ORDERS)));
  }
}
