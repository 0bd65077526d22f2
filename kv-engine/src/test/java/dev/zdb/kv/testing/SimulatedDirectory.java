package dev.zdb.kv.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A simulated directory of files: the names that show, and those that survive a power cut. */
final class SimulatedDirectory {
  private final Map<String, SimulatedInode> shown = new TreeMap<>();
  private final Map<String, SimulatedInode> durable = new TreeMap<>();

  /** The old names of files by the new ones that no sync has made durable yet. */
  private final Map<String, String> renamed = new TreeMap<>();

  /** Whether the directory itself survives, which its parent's sync decides; the root does. */
  private boolean appeared;

  static SimulatedDirectory root() {
    SimulatedDirectory root = new SimulatedDirectory();
    root.appeared = true;
    return root;
  }

  void appear() {
    appeared = true;
  }

  Set<String> names() {
    return shown.keySet();
  }

  Collection<SimulatedInode> files() {
    return shown.values();
  }

  @Nullable SimulatedInode find(String name) {
    return shown.get(name);
  }

  void link(String name, SimulatedInode file) {
    shown.put(name, file);
  }

  void unlink(String name) {
    shown.remove(name);
  }

  /** Gives a file, of a name that is durable, another: after a power cut it has one of the two. */
  void rename(String from, String to) {
    shown.put(to, requireNonNull(shown.remove(from)));
    renamed.put(to, from);
  }

  void sync() {
    renamed.clear();
    durable.clear();
    durable.putAll(shown);
  }

  SimulatedDirectory copy() {
    IdentityHashMap<SimulatedInode, SimulatedInode> copies = new IdentityHashMap<>();
    SimulatedDirectory copy = new SimulatedDirectory();
    copy.appeared = appeared;
    copy.renamed.putAll(renamed);
    shown.forEach((n, f) -> copy.shown.put(n, copies.computeIfAbsent(f, SimulatedInode::copy)));
    durable.forEach((n, f) -> copy.durable.put(n, copies.computeIfAbsent(f, SimulatedInode::copy)));
    return copy;
  }

  /** The directory after a power cut; null if it did not survive itself. */
  @Nullable SimulatedDirectory crashed(Loss loss, Random random, List<byte[]> stale) {
    if (!appeared
        && (loss == Loss.KEEPS_NOTHING || (loss == Loss.RANDOM && random.nextBoolean()))) {
      return null;
    }
    SimulatedDirectory crashed = new SimulatedDirectory();
    crashed.appeared = true;
    Map<String, SimulatedInode> either = new TreeMap<>(durable);
    either.putAll(shown);
    either.keySet().removeAll(renamed.values());
    for (String name : new ArrayList<>(either.keySet())) {
      SimulatedInode file = surviving(name, loss, random);
      String old = renamed.get(name);
      SimulatedInode unmoved = file == null && old != null ? durable.get(old) : null;
      if (old != null && unmoved != null) {
        crashed.link(old, unmoved.crashed(loss, random, stale));
      }
      if (file != null) {
        crashed.link(name, file.crashed(loss, random, stale));
      }
    }
    crashed.sync();
    return crashed;
  }

  private @Nullable SimulatedInode surviving(String name, Loss loss, Random random) {
    if (loss == Loss.KEEPS_NOTHING || (loss == Loss.RANDOM && random.nextBoolean())) {
      return durable.get(name);
    }
    return shown.get(name);
  }
}
