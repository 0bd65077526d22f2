package dev.zdb.jdbc.remote;

/** A database behind a server. */
public record RemoteTarget(String host, int port, String database) {
  /** Where a server listens unless it is told otherwise. */
  public static final int DEFAULT_PORT = 5490;

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port + "/" + database;
  }
}
