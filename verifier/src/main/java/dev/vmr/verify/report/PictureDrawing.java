package dev.vmr.verify.report;

import java.util.ArrayList;
import java.util.List;

/** Draws a tree of boxes as SVG: from left to right where there is room, else indented. */
final class PictureDrawing {
  private static final int BOX_HEIGHT = 46;
  private static final int GAP = 12;
  private static final int COLUMN = 216;
  private static final int BOX_WIDTH = 176;
  private static final int NARROW = 330;
  private static final int INDENT = 26;
  private static final int TEXT = 20;

  private final Html boxes = new Html();
  private final Html edges = new Html();
  private int deepest;
  private int row;

  private PictureDrawing() {}

  /** Both drawings; the style sheet shows one of them. */
  static String of(PictureNode root) {
    PictureDrawing wide = new PictureDrawing();
    wide.placeWide(root, 0);
    int width = (wide.deepest + 1) * COLUMN - COLUMN + BOX_WIDTH + 4;
    PictureDrawing narrow = new PictureDrawing();
    narrow.placeNarrow(root, 0);
    return wide.svg("wide", Math.max(width, 860), wide.row)
        + narrow.svg("narrow", NARROW + 4, narrow.row);
  }

  private String svg(String kind, int width, int rows) {
    int height = rows * (BOX_HEIGHT + GAP) - GAP + 4;
    return "<svg class=\""
        + kind
        + "\" role=\"img\" aria-label=\"From the quote to the virtual registers\" viewBox=\"-2 -2 "
        + width
        + " "
        + height
        + "\">"
        + edges
        + boxes
        + "</svg>";
  }

  /** Gives the vertical middle of the box. */
  private int placeWide(PictureNode node, int depth) {
    deepest = Math.max(deepest, depth);
    List<Integer> middles = new ArrayList<>();
    for (PictureNode child : node.children) {
      middles.add(placeWide(child, depth + 1));
    }
    int middle;
    if (middles.isEmpty()) {
      middle = row++ * (BOX_HEIGHT + GAP) + BOX_HEIGHT / 2;
    } else {
      middle = (middles.get(0) + middles.get(middles.size() - 1)) / 2;
    }
    int left = depth * COLUMN;
    box(node, left, middle - BOX_HEIGHT / 2, BOX_WIDTH);
    int from = left + BOX_WIDTH;
    int to = left + COLUMN;
    for (int i = 0; i < middles.size(); i++) {
      int bend = (from + to) / 2;
      edge(
          node.children.get(i).tone,
          "M"
              + from
              + " "
              + middle
              + " C"
              + bend
              + " "
              + middle
              + " "
              + bend
              + " "
              + middles.get(i)
              + " "
              + to
              + " "
              + middles.get(i));
    }
    return middle;
  }

  private int placeNarrow(PictureNode node, int depth) {
    int top = row++ * (BOX_HEIGHT + GAP);
    int left = Math.min(depth, 5) * INDENT;
    box(node, left, top, NARROW - left);
    int x = left + INDENT / 2;
    for (PictureNode child : node.children) {
      int middle = placeNarrow(child, depth + 1);
      edge(child.tone, "M" + x + " " + (top + BOX_HEIGHT) + " V" + middle + " H" + (left + INDENT));
    }
    return top + BOX_HEIGHT / 2;
  }

  private void edge(String tone, String path) {
    edges.raw("<path class=\"edge " + tone + "\" d=\"" + path + "\"/>");
  }

  private void box(PictureNode node, int x, int y, int width) {
    boxes.raw(
        "<g><title>"
            + Html.escape(node.title + " " + node.subtitle)
            + "</title>"
            + "<rect class=\"box "
            + node.tone
            + "\" rx=\"8\" x=\""
            + x
            + "\" y=\""
            + y
            + "\" width=\""
            + width
            + "\" height=\""
            + BOX_HEIGHT
            + "\"/>");
    text("", x + 12, y + 20, cut(node.title, width / 8 - 5));
    text("sub", x + 12, y + 36, cut(node.subtitle, width / 7 - 2));
    text("mark " + node.tone, x + width - 22, y + 21, Tones.sign(node.tone));
    boxes.raw("</g>");
  }

  private void text(String classes, int x, int y, String text) {
    boxes
        .raw("<text class=\"" + classes + "\" x=\"" + x + "\" y=\"" + y + "\">")
        .text(text)
        .raw("</text>");
  }

  private static String cut(String text, int most) {
    int end = Math.max(most, TEXT / 2);
    return text.length() <= end ? text : text.substring(0, end - 1) + "\u2026";
  }
}
