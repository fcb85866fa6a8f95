package dev.vmr.ima;

/** A path is whatever a file system allows; what is printed is read on a terminal. */
public final class Printable {
  private static final int MAX = 256;

  private Printable() {}

  /** The text with {@code ?} for what does not print, and at most 256 characters of it. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints().limit(MAX).forEach(c -> printable.appendCodePoint(isPrintable(c) ? c : '?'));
    return printable.toString();
  }

  /** Letters of any script print; controls, formats, and what is not assigned do not. */
  public static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
