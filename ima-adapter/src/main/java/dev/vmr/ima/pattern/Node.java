package dev.vmr.ima.pattern;

import java.util.List;

/** A regular expression as it was written. */
sealed interface Node {
  /** One character of a set. */
  record One(CharacterSet set) implements Node {}

  /** One behind the other; nothing at all when there is none. */
  record Sequence(List<Node> parts) implements Node {}

  /** One of several. */
  record Choice(List<Node> branches) implements Node {}

  /**
   * Several times.
   *
   * @param most {@link #ENDLESS} when there is no limit
   */
  record Repeat(Node what, int least, int most) implements Node {}

  /** Something that holds between two characters. */
  record At(Place place) implements Node {}

  /**
   * What follows is, or is not, something.
   *
   * @param index the number of this look-ahead in its pattern; those inside it have lower ones
   */
  record LookAhead(int index, Node what, boolean negative) implements Node {}

  /** No limit. */
  int ENDLESS = -1;

  /** The node that matches the empty text only. */
  static Node nothing() {
    return new Sequence(List.of());
  }

  /** How many instructions it becomes, or more than {@code limit}. */
  static long size(Node node, long limit) {
    long size = 0;
    if (node instanceof Sequence sequence) {
      for (Node part : sequence.parts()) {
        size += size(part, limit);
      }
    } else if (node instanceof Choice choice) {
      for (Node branch : choice.branches()) {
        size += 2 + size(branch, limit);
      }
    } else if (node instanceof Repeat repeat) {
      long once = 2 + size(repeat.what(), limit);
      long times = repeat.most() == ENDLESS ? repeat.least() + 1L : repeat.most();
      size = times > limit || once > limit ? limit + 1 : once * times;
    } else {
      // What a look-ahead contains is a program of its own, counted with this one.
      size = node instanceof LookAhead look ? 2 + size(look.what(), limit) : 1;
    }
    return Math.min(size, limit + 1);
  }
}
