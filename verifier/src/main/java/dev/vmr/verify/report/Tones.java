package dev.vmr.verify.report;

import dev.vmr.verify.Finding;
import dev.vmr.verify.appraisal.RegisterChain;
import dev.vmr.verify.event.Coverage;

/** Which colour and which sign a thing has; never one without the other. */
final class Tones {
  private Tones() {}

  static String of(Finding.Severity severity) {
    return switch (severity) {
      case INFO -> "info";
      case WARNING -> "warn";
      case ERROR -> "bad";
    };
  }

  static String of(RegisterChain.State state) {
    return switch (state) {
      case PROVEN, INITIAL -> "good";
      case DIFFERS -> "bad";
      case UNLOGGED -> "warn";
    };
  }

  static String of(Coverage coverage) {
    return switch (coverage) {
      case MEASURED -> "good";
      case CLAIMED -> "none";
      case DIFFERENT -> "bad";
    };
  }

  static String sign(String tone) {
    return switch (tone) {
      case "good" -> "\u2713";
      case "bad" -> "\u2717";
      case "warn" -> "!";
      default -> "\u00b7";
    };
  }

  /** The ends of a long digest. */
  static String brief(String hex) {
    return hex.length() <= 20
        ? hex
        : hex.substring(0, 8) + "\u2026" + hex.substring(hex.length() - 8);
  }
}
