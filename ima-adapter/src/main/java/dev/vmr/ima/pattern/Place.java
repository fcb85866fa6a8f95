package dev.vmr.ima.pattern;

/** What a place between two characters of a text can be. */
enum Place {
  START,
  END,
  /** The end, or before a line feed that is the last character. */
  END_OF_TEXT_LINE,
  START_OF_LINE,
  END_OF_LINE,
  WORD_BOUNDARY,
  NO_WORD_BOUNDARY;

  /** Whether the place before character {@code at} is one. */
  boolean holds(int[] text, int at) {
    return switch (this) {
      case START -> at == 0;
      case END -> at == text.length;
      case END_OF_TEXT_LINE -> at == text.length || (at == text.length - 1 && text[at] == '\n');
      case START_OF_LINE -> at == 0 || text[at - 1] == '\n';
      case END_OF_LINE -> at == text.length || text[at] == '\n';
      case WORD_BOUNDARY -> boundary(text, at);
      case NO_WORD_BOUNDARY -> !boundary(text, at) && text.length > 0;
    };
  }

  private static boolean boundary(int[] text, int at) {
    boolean before = at > 0 && CharacterSet.isWord(text[at - 1]);
    boolean behind = at < text.length && CharacterSet.isWord(text[at]);
    return before != behind;
  }
}
