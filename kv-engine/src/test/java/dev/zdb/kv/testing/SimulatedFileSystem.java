package dev.zdb.kv.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.DiskFullException;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.StoreFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk that can lose power, fail and fill up at any operation, and then shows every legal state
 * in which a real one might be found.
 *
 * <p>Every change counts as one operation: create, delete, rename, write, truncate, force, sync of
 * a directory. Reads count apart. Power can be cut before an operation or during it; from then on
 * everything fails with {@link PowerCutException}. {@link #crash} gives what the disk then holds,
 * as a new file system; {@link #restart} gives what a process finds that follows a killed one.
 *
 * <p><b>Threads:</b> safe. Given the same operations and seeds, it does the same.
 */
public final class SimulatedFileSystem implements FileSystem {
  private static final int NEVER = Integer.MAX_VALUE;

  /** Neighbouring seeds would give the same first choices. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  /** Whether the operation during which the power goes may leave traces. */
  public enum Cut {
    BEFORE,
    DURING
  }

  /** Whether a device that failed once works again. */
  public enum Fault {
    ONCE,
    FOR_EVER
  }

  /** What counts as an operation. */
  public enum Kind {
    CREATE,
    DELETE,
    RENAME,
    WRITE,
    TRUNCATE,
    FORCE,
    SYNC
  }

  @GuardedBy("this")
  private final Map<String, SimulatedDirectory> directories = new TreeMap<>();

  @GuardedBy("this")
  private final List<byte[]> stale = new ArrayList<>();

  @GuardedBy("this")
  private final Set<Tooth> pulled = new HashSet<>();

  @GuardedBy("this")
  private final Map<Kind, Integer> counts = new TreeMap<>();

  @GuardedBy("this")
  private final Map<Kind, Integer> failing = new TreeMap<>();

  @GuardedBy("this")
  private Fault fault = Fault.ONCE;

  @GuardedBy("this")
  private int operations;

  @GuardedBy("this")
  private int reads;

  @GuardedBy("this")
  private int failingRead = NEVER;

  @GuardedBy("this")
  private int cutAt = NEVER;

  @GuardedBy("this")
  private Cut cut = Cut.BEFORE;

  @GuardedBy("this")
  private boolean dark;

  @GuardedBy("this")
  private boolean forcesHeld;

  @GuardedBy("this")
  private boolean isForceHeld;

  @GuardedBy("this")
  private boolean locked;

  @GuardedBy("this")
  private long limitBytes = Long.MAX_VALUE;

  public SimulatedFileSystem() {
    directories.put("", SimulatedDirectory.root());
  }

  /** Cuts the power at the operation after the next {@code count}. */
  public synchronized SimulatedFileSystem cutPowerAfter(int count, Cut how) {
    cutAt = operations + count;
    cut = how;
    return this;
  }

  /** Fails the operation of its kind after the next {@code count}. */
  public synchronized SimulatedFileSystem failAfter(int count, Kind kind, Fault how) {
    failing.put(kind, counts.getOrDefault(kind, 0) + count);
    fault = how;
    return this;
  }

  /**
   * Fails the read after the next {@code count}, and with {@link Fault#FOR_EVER} all later ones.
   */
  public synchronized SimulatedFileSystem failReadAfter(int count, Fault how) {
    failingRead = reads + count;
    fault = how;
    return this;
  }

  /** Makes the disk as small as this, all files together. */
  public synchronized SimulatedFileSystem limitTo(long bytes) {
    limitBytes = bytes;
    return this;
  }

  /** Makes a force or sync useless: it returns and has done nothing. */
  public synchronized SimulatedFileSystem pull(Tooth tooth) {
    pulled.add(tooth);
    return this;
  }

  /** Lets no force return until {@link #releaseForces}. */
  public synchronized void holdForces() {
    forcesHeld = true;
  }

  /** Whether a force has begun and is held. */
  public synchronized boolean isForceHeld() {
    return isForceHeld;
  }

  public synchronized void releaseForces() {
    forcesHeld = false;
    notifyAll();
  }

  /** Turns one bit of a file round, in the cache and on the disk. */
  public synchronized void flipBit(String name, long position, int bit) throws IOException {
    find(name).flipBit(position, bit);
  }

  /** How many operations there were, reads apart. */
  public synchronized int operations() {
    return operations;
  }

  /** How many operations of one kind there were. */
  public synchronized int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  public synchronized int reads() {
    return reads;
  }

  /** How many bytes all files are long together. */
  public synchronized long totalBytes() {
    long total = 0;
    for (SimulatedDirectory directory : directories.values()) {
      for (SimulatedInode file : directory.files()) {
        total += file.length();
      }
    }
    return total;
  }

  /** What a file now holds, for the test alone. */
  public synchronized byte[] content(String name) throws IOException {
    return find(name).content();
  }

  /** What is found when the power comes back: all that was forced, and of the rest what is lost. */
  public synchronized SimulatedFileSystem crash(Loss loss, long seed) {
    Random random = new Random(seed * SPREAD);
    SimulatedFileSystem found = new SimulatedFileSystem();
    synchronized (found) {
      directories.forEach(
          (name, directory) -> {
            SimulatedDirectory left = directory.crashed(loss, random, stale);
            if (left != null) {
              found.directories.put(name, left);
            }
          });
      found.dropOrphans();
      found.stale.addAll(stale);
    }
    return found;
  }

  /** What is found when the process was killed, and the system was not: nothing is lost yet. */
  public synchronized SimulatedFileSystem restart() {
    SimulatedFileSystem found = new SimulatedFileSystem();
    synchronized (found) {
      directories.forEach((name, directory) -> found.directories.put(name, directory.copy()));
      found.stale.addAll(stale);
    }
    return found;
  }

  @Override
  public synchronized StoreFile create(String name) throws IOException {
    SimulatedDirectory directory = directory(parent(name));
    if (directories.containsKey(name) || directory.find(simple(name)) != null) {
      throw new FileAlreadyExistsException(name);
    }
    SimulatedInode file = new SimulatedInode();
    if (begins(Kind.CREATE)) {
      directory.link(simple(name), file);
    }
    ends();
    return new SimulatedFile(this, name, file);
  }

  @Override
  public synchronized StoreFile open(String name) throws IOException {
    requirePower();
    return new SimulatedFile(this, name, find(name));
  }

  @Override
  public synchronized boolean exists(String name) {
    SimulatedDirectory directory = directories.get(parent(name));
    return directories.containsKey(name)
        || (directory != null && directory.find(simple(name)) != null);
  }

  @Override
  public synchronized List<String> list(String directory) throws IOException {
    requirePower();
    List<String> names = new ArrayList<>(directory(directory).names());
    for (String name : directories.keySet()) {
      if (!name.isEmpty() && parent(name).equals(directory)) {
        names.add(simple(name));
      }
    }
    names.sort(null);
    return names;
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    SimulatedInode file = find(name);
    if (begins(Kind.DELETE)) {
      stale.add(file.content());
      directory(parent(name)).unlink(simple(name));
    }
    ends();
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    find(from);
    if (exists(to)) {
      throw new FileAlreadyExistsException(to);
    }
    if (begins(Kind.RENAME)) {
      directory(parent(from)).rename(simple(from), simple(to));
    }
    ends();
  }

  @Override
  public synchronized void createDirectory(String name) throws IOException {
    directory(parent(name));
    if (directories.containsKey(name)) {
      requirePower();
      return;
    }
    if (begins(Kind.CREATE)) {
      directories.put(name, new SimulatedDirectory());
    }
    ends();
  }

  @Override
  public synchronized void syncDirectory(String name) throws IOException {
    SimulatedDirectory directory = directory(name);
    if (begins(Kind.SYNC) && !isPulled(Kind.SYNC)) {
      directory.sync();
      directories.forEach(
          (child, inside) -> {
            if (!child.isEmpty() && parent(child).equals(name)) {
              inside.appear();
            }
          });
    }
    ends();
  }

  @Override
  public synchronized Hold lock() throws IOException {
    requirePower();
    if (locked) {
      throw KvException.of(ErrorCode.HELD, "the simulated store is open already");
    }
    locked = true;
    return new Held();
  }

  @Override
  public boolean gainsFromFillingAhead() {
    return true;
  }

  @Override
  public long room() {
    return Long.MAX_VALUE;
  }

  /** Counts an operation; returns whether it takes effect, though the power may go with it. */
  @GuardedBy("this")
  private boolean begins(Kind kind) throws IOException {
    requirePower();
    int mine = operations++;
    int sameKind = counts.merge(kind, 1, Integer::sum) - 1;
    if (mine >= cutAt) {
      dark = true;
      return cut == Cut.DURING && kind != Kind.FORCE && kind != Kind.SYNC;
    }
    int due = failing.getOrDefault(kind, NEVER);
    if (sameKind == due || (sameKind > due && fault == Fault.FOR_EVER)) {
      throw new IOException("simulated failure of " + kind + " " + sameKind);
    }
    return true;
  }

  @GuardedBy("this")
  private void ends() throws PowerCutException {
    requirePower();
  }

  @GuardedBy("this")
  private void requirePower() throws PowerCutException {
    if (dark) {
      throw new PowerCutException();
    }
  }

  @GuardedBy("this")
  private boolean isPulled(Kind kind) {
    return !pulled.isEmpty() && Tooth.anyUnderWay(pulled, kind);
  }

  @GuardedBy("this")
  private void dropOrphans() {
    Set<String> names = new HashSet<>(directories.keySet());
    directories.keySet().removeIf(name -> !name.isEmpty() && !names.contains(parent(name)));
  }

  @GuardedBy("this")
  private SimulatedDirectory directory(String name) throws IOException {
    SimulatedDirectory directory = directories.get(name);
    if (directory == null) {
      throw new NoSuchFileException(name);
    }
    return directory;
  }

  @GuardedBy("this")
  private SimulatedInode find(String name) throws IOException {
    SimulatedInode file = directory(parent(name)).find(simple(name));
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  synchronized int read(SimulatedInode file, long position, byte[] into, int[] range)
      throws IOException {
    requirePower();
    int mine = reads++;
    if (mine == failingRead || (mine > failingRead && fault == Fault.FOR_EVER)) {
      throw new IOException("simulated failure of read " + mine);
    }
    return file.read(position, into, range[0], range[1]);
  }

  synchronized void write(SimulatedInode file, long position, byte[] bytes) throws IOException {
    if (begins(Kind.WRITE)) {
      long growth = Math.max(0, position + bytes.length - file.length());
      long excess = Math.max(0, totalBytes() + growth - limitBytes);
      int fitting = (int) Math.max(0, bytes.length - excess);
      if (fitting > 0) {
        file.write(position, Arrays.copyOf(bytes, fitting));
      }
      if (fitting < bytes.length) {
        throw new DiskFullException("no space left on the simulated disk");
      }
    }
    ends();
  }

  synchronized void truncate(SimulatedInode file, long length) throws IOException {
    if (length < file.length() && begins(Kind.TRUNCATE)) {
      file.truncate(length);
    }
    ends();
  }

  synchronized void force(SimulatedInode file, StoreFile.Force what) throws IOException {
    awaitRelease();
    boolean effective;
    try {
      effective = begins(Kind.FORCE);
    } catch (IOException e) {
      if (!dark) {
        file.forgetWrites();
      }
      throw e;
    }
    if (effective && !isPulled(Kind.FORCE)) {
      file.forceContent();
      if (what == StoreFile.Force.CONTENT_AND_LENGTH) {
        file.forceLength();
      }
    }
    ends();
  }

  private synchronized void awaitRelease() throws IOException {
    try {
      while (forcesHeld) {
        isForceHeld = true;
        wait();
      }
      isForceHeld = false;
    } catch (InterruptedException e) {
      throw new IOException("a force was interrupted", e);
    }
  }

  synchronized long length(SimulatedInode file) throws IOException {
    requirePower();
    return file.length();
  }

  private synchronized void release() {
    locked = false;
  }

  private final class Held implements Hold {
    private boolean released;

    @Override
    public void sign() {
      // Nobody reads it.
    }

    @Override
    public synchronized void close() {
      if (!released) {
        released = true;
        release();
      }
    }
  }
}
