package dev.zdb.kv.testing;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One place in the code that makes something durable, which a test can make useless, to see that a
 * crash then loses data: a force or a sync that no test misses is one that nobody needs.
 *
 * @param kind what is asked for there
 * @param methods who are under way then, each as in {@code SegmentWriter.start}
 */
public record Tooth(SimulatedFileSystem.Kind kind, Set<String> methods) {
  /** The place inside all of the methods. */
  public static Tooth of(SimulatedFileSystem.Kind kind, String... methods) {
    return new Tooth(kind, Set.of(methods));
  }

  /** Whether the calling thread is at the place of one of the teeth. */
  static boolean anyUnderWay(Collection<Tooth> teeth, SimulatedFileSystem.Kind kind) {
    Set<String> callers =
        StackWalker.getInstance().walk(f -> f.map(Tooth::nameOf).collect(Collectors.toSet()));
    return teeth.stream().anyMatch(t -> t.kind == kind && callers.containsAll(t.methods));
  }

  private static String nameOf(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + '.' + frame.getMethodName();
  }
}
