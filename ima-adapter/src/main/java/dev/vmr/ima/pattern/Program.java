package dev.vmr.ima.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as instructions for {@link Run}: take a character, go on at two places, or hold only at
 * some places. They are written for reading a text forwards, or backwards.
 */
final class Program {
  /** Instructions; {@code next} is the index of the one behind, {@code other} a second one. */
  sealed interface Instruction {
    /** Takes a character of the set. */
    record Take(CharacterSet set) implements Instruction {}

    /** Goes on at both. */
    record Fork(int next, int other) implements Instruction {}

    /** Goes on at one. */
    record Jump(int next) implements Instruction {}

    /** Goes on behind if the place is one. */
    record Check(Place place) implements Instruction {}

    /** Goes on behind if the look-ahead of that number is there, or is not. */
    record Look(int index, boolean negative) implements Instruction {}

    /** The pattern has matched. */
    record Matched() implements Instruction {}
  }

  private final boolean backwards;
  private final List<Instruction> instructions = new ArrayList<>();

  private Program(boolean backwards) {
    this.backwards = backwards;
  }

  /** The instructions of a pattern. */
  static Instruction[] of(Node pattern, boolean backwards) {
    Program program = new Program(backwards);
    program.add(pattern);
    program.instructions.add(new Instruction.Matched());
    return program.instructions.toArray(new Instruction[0]);
  }

  private int here() {
    return instructions.size();
  }

  private int reserve() {
    instructions.add(new Instruction.Matched());
    return here() - 1;
  }

  private void add(Node node) {
    if (node instanceof Node.One one) {
      instructions.add(new Instruction.Take(one.set()));
    } else if (node instanceof Node.At at) {
      instructions.add(new Instruction.Check(at.place()));
    } else if (node instanceof Node.LookAhead look) {
      instructions.add(new Instruction.Look(look.index(), look.negative()));
    } else if (node instanceof Node.Sequence sequence) {
      int count = sequence.parts().size();
      for (int i = 0; i < count; i++) {
        add(sequence.parts().get(backwards ? count - 1 - i : i));
      }
    } else if (node instanceof Node.Choice choice) {
      choice(choice.branches());
    } else if (node instanceof Node.Repeat repeat) {
      repeat(repeat);
    }
  }

  private void choice(List<Node> branches) {
    List<Integer> exits = new ArrayList<>();
    for (int i = 0; i < branches.size() - 1; i++) {
      int fork = reserve();
      add(branches.get(i));
      exits.add(reserve());
      instructions.set(fork, new Instruction.Fork(fork + 1, here()));
    }
    add(branches.get(branches.size() - 1));
    exits.forEach(exit -> instructions.set(exit, new Instruction.Jump(here())));
  }

  private void repeat(Node.Repeat repeat) {
    for (int i = 0; i < repeat.least(); i++) {
      add(repeat.what());
    }
    if (repeat.most() == Node.ENDLESS) {
      int fork = reserve();
      add(repeat.what());
      instructions.add(new Instruction.Jump(fork));
      instructions.set(fork, new Instruction.Fork(fork + 1, here()));
      return;
    }
    List<Integer> forks = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      forks.add(reserve());
      add(repeat.what());
    }
    forks.forEach(fork -> instructions.set(fork, new Instruction.Fork(fork + 1, here())));
  }
}
