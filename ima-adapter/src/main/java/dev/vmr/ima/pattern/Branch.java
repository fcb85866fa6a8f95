package dev.vmr.ima.pattern;

import dev.vmr.ima.pattern.Program.Instruction;
import java.util.List;

/** One pattern, ready to run. */
final class Branch {
  private final String prefix;
  private final Instruction[] program;

  /** Of its look-aheads, backwards; each uses only those before it. */
  private final List<Instruction[]> looks;

  private Branch(String prefix, Instruction[] program, List<Instruction[]> looks) {
    this.prefix = prefix;
    this.program = program;
    this.looks = looks;
  }

  static Branch of(Node pattern, List<Node> looks) {
    StringBuilder prefix = new StringBuilder();
    addPrefix(pattern, prefix);
    return new Branch(
        prefix.toString(),
        Program.of(pattern, false),
        looks.stream().map(each -> Program.of(each, true)).toList());
  }

  /** Adds what a node always begins with, and says whether it is nothing else. */
  private static boolean addPrefix(Node node, StringBuilder prefix) {
    if (node instanceof Node.One one) {
      if (one.set().only() >= 0) {
        prefix.appendCodePoint(one.set().only());
      }
      return one.set().only() >= 0;
    }
    if (node instanceof Node.Sequence sequence) {
      for (Node part : sequence.parts()) {
        if (!addPrefix(part, prefix)) {
          return false;
        }
      }
      return true;
    }
    if (node instanceof Node.Repeat repeat && repeat.least() > 0) {
      addPrefix(repeat.what(), prefix);
      return false;
    }
    // Places and look-aheads take nothing.
    return node instanceof Node.At || node instanceof Node.LookAhead;
  }

  /** What every text that it matches begins with. */
  String prefix() {
    return prefix;
  }

  boolean matches(int[] text, boolean all) {
    boolean[][] found = new boolean[looks.size()][];
    for (int i = 0; i < found.length; i++) {
      found[i] = Run.beginnings(looks.get(i), text, found);
    }
    return Run.matches(program, text, found, all);
  }
}
