package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import org.jspecify.annotations.Nullable;

/**
 * Does commits again, in order, as their records come from the log piece by piece: each is shown
 * with its last piece, and taken back where that never comes.
 *
 * <p><b>Threads:</b> one, before the store has any other.
 */
public final class Replay {
  private final Committer committer;
  private @Nullable Begun begun;

  /** A commit of which some pieces came. */
  private record Begun(CommitRecord.Reader reader, Applier applier) {}

  Replay(Committer committer) {
    this.committer = committer;
  }

  /**
   * Takes the next piece of a record.
   *
   * @throws KvException {@link ErrorCode#CORRUPT} where it is no piece of the commit that is due;
   *     {@link ErrorCode#TRANSACTION_TOO_LARGE} where the heap does not hold the pages it changes
   */
  public void add(Bytes piece, boolean isFirst, boolean isLast) {
    try {
      Begun commit = isFirst ? begin(piece) : goOn(piece);
      commit.reader().tell(commit.applier());
      if (isLast) {
        commit.reader().requireEnd();
        begun = null;
        committer.showReplayed(commit.applier());
      }
    } catch (OutOfMemoryError e) {
      throw Committer.noMemory(e);
    }
  }

  /** Takes back what was begun and has no end. */
  public void end() {
    if (begun != null) {
      begun.applier().revert();
      begun = null;
    }
  }

  private Begun begin(Bytes piece) {
    end();
    CommitRecord.Reader reader = new CommitRecord.Reader(piece);
    long due = committer.trees().pins().visible() + 1;
    if (reader.time() != due) {
      throw KvException.of(
          ErrorCode.CORRUPT, "the log has commit %d where %d was due", reader.time(), due);
    }
    Begun commit = new Begun(reader, new Applier(committer.trees(), due));
    begun = commit;
    return commit;
  }

  private Begun goOn(Bytes piece) {
    Begun commit = begun;
    if (commit == null) {
      throw KvException.of(ErrorCode.CORRUPT, "the log has a piece of a commit that never began");
    }
    commit.reader().add(piece);
    return commit;
  }
}
