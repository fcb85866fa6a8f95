package dev.vmr.ima.pattern;

import dev.vmr.ima.pattern.Program.Instruction;

/**
 * One program over one text (Thompson's simulation): at each place of the text, the set of
 * instructions that could have been reached. Each is there once, so a step costs no more than the
 * program has instructions.
 */
final class Run {
  private final Instruction[] program;
  private final int[] text;
  private final boolean[][] looks;
  private final int[] stack;
  private int[] states;
  private int[] following;
  private int count;
  private final int[] seenAt;
  private boolean matched;

  private Run(Instruction[] program, int[] text, boolean[][] looks) {
    this.program = program;
    this.text = text;
    this.looks = looks;
    this.stack = new int[program.length + 1];
    this.states = new int[program.length];
    this.following = new int[program.length];
    this.seenAt = new int[program.length];
  }

  /**
   * Whether a forward program matches from the beginning of the text.
   *
   * @param all whether it must match all of it
   */
  static boolean matches(Instruction[] program, int[] text, boolean[][] looks, boolean all) {
    Run run = new Run(program, text, looks);
    run.reach(0, 0);
    for (int at = 0; at < text.length; at++) {
      if (run.matched && !all) {
        return true;
      }
      if (run.count == 0) {
        return false;
      }
      run.matched = false;
      run.step(text[at], at + 1);
    }
    return run.matched;
  }

  /** At which places of the text a match of a backward program begins. */
  static boolean[] beginnings(Instruction[] program, int[] text, boolean[][] looks) {
    Run run = new Run(program, text, looks);
    boolean[] found = new boolean[text.length + 1];
    for (int at = text.length; ; at--) {
      run.reach(0, at); // a match may end at every place
      found[at] = run.matched;
      if (at == 0) {
        return found;
      }
      run.matched = false;
      run.step(text[at - 1], at - 1);
    }
  }

  private void step(int c, int to) {
    int[] from = states;
    int fromCount = count;
    states = following;
    following = from;
    count = 0;
    for (int i = 0; i < fromCount; i++) {
      if (((Instruction.Take) program[from[i]]).set().contains(c)) {
        reach(from[i] + 1, to);
      }
    }
  }

  /** Adds an instruction and all that can be reached from it without taking a character. */
  private void reach(int first, int at) {
    int depth = 0;
    depth = push(first, at, depth);
    while (depth > 0) {
      int index = stack[--depth];
      Instruction instruction = program[index];
      if (instruction instanceof Instruction.Take) {
        states[count++] = index;
      } else if (instruction instanceof Instruction.Fork fork) {
        depth = push(fork.next(), at, depth);
        depth = push(fork.other(), at, depth);
      } else if (instruction instanceof Instruction.Jump jump) {
        depth = push(jump.next(), at, depth);
      } else if (instruction instanceof Instruction.Check check) {
        depth = check.place().holds(text, at) ? push(index + 1, at, depth) : depth;
      } else if (instruction instanceof Instruction.Look look) {
        depth = looks[look.index()][at] != look.negative() ? push(index + 1, at, depth) : depth;
      } else {
        matched = true;
      }
    }
  }

  private int push(int index, int at, int depth) {
    if (seenAt[index] == at + 1) {
      return depth;
    }
    seenAt[index] = at + 1;
    stack[depth] = index;
    return depth + 1;
  }
}
