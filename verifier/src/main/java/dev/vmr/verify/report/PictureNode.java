package dev.vmr.verify.report;

import java.util.ArrayList;
import java.util.List;

/** A box of the picture, and what hangs on it. */
final class PictureNode {
  final String title;
  final String subtitle;
  final String tone;
  final List<PictureNode> children = new ArrayList<>();

  PictureNode(String title, String subtitle, String tone) {
    this.title = title;
    this.subtitle = subtitle;
    this.tone = tone;
  }

  PictureNode add(PictureNode child) {
    children.add(child);
    return child;
  }
}
