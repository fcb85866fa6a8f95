package dev.vmr.verify.report;

import dev.vmr.ima.Printable;

/** Writes HTML of which every text was escaped. Tags, classes and attributes are ours alone. */
final class Html {
  private final StringBuilder page = new StringBuilder();

  /** Markup of our own, without anything from evidence in it. */
  Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** Text from anywhere. */
  Html text(Object text) {
    page.append(escape(String.valueOf(text)));
    return this;
  }

  /** An element with text from anywhere. */
  Html element(String tag, String classes, Object text) {
    page.append('<').append(tag);
    if (!classes.isEmpty()) {
      page.append(" class=\"").append(classes).append('"');
    }
    return raw(">").text(text).raw("</" + tag + ">");
  }

  /** A short mark: one of the classes {@code good bad warn info none}, and what it says. */
  Html chip(String tone, Object text) {
    return element("span", "chip " + tone, text);
  }

  /** A cell that names its column where there is no room for columns. */
  Html cell(String column) {
    page.append("<td data-name=\"").append(escape(column)).append("\">");
    return this;
  }

  @Override
  public String toString() {
    return page.toString();
  }

  /**
   * Text that no browser takes for anything else, in content and in quoted attributes. Characters
   * that are not seen, or that turn the direction of others, become U+FFFD.
   */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      default -> safe.appendCodePoint(Printable.isPrintable(c) ? c : 0xFFFD);
    }
  }
}
