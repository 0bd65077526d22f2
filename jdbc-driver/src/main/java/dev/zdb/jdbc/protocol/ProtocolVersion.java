package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;

/** Which versions of the protocol there are. */
public final class ProtocolVersion {
  /** What this code speaks. */
  public static final Range SPOKEN = new Range(1, 1);

  private ProtocolVersion() {}

  /** Versions from the oldest to the newest. */
  public record Range(int oldest, int newest) {

    /** The newest version that both speak. */
    public int agreeWith(Range client) {
      int agreed = Math.min(newest, client.newest);
      if (agreed < oldest || agreed < client.oldest) {
        throw SqlProblem.of(
            SqlErrorCode.PROTOCOL_VIOLATION,
            "the client speaks versions %d to %d of the protocol, the server %d to %d",
            client.oldest,
            client.newest,
            oldest,
            newest);
      }
      return agreed;
    }
  }
}
