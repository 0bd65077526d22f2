package dev.zdb.sql.api;

/**
 * Who is at the other end.
 *
 * @param catalog the database's name, the only catalog
 * @param version the product's version, such as 0.1.0
 * @param maxNameBytes the longest identifier, in bytes of UTF-8
 */
public record DatabaseInfo(String catalog, String version, int maxNameBytes) {}
