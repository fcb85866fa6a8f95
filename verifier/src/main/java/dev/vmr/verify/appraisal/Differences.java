package dev.vmr.verify.appraisal;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.RegisterExtensions;
import dev.vmr.verify.event.LoggedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Finds where two accounts of a register part. */
final class Differences {
  private Differences() {}

  /** Between two logs of the field. */
  static Optional<LogDifference> between(
      RegisterName register, HashAlgorithm bank, GivenLog left, GivenLog right) {
    return first(register, sides(register, bank, left), sides(register, bank, right), left, right);
  }

  /** Between a log of the field, or several one after the other, and one of ours. */
  static Optional<LogDifference> between(
      RegisterName register,
      RegisterName virtual,
      HashAlgorithm bank,
      List<GivenLog> logs,
      OwnLog own)
      throws IOException {
    List<LogDifference.Side> left = new ArrayList<>();
    logs.forEach(each -> left.addAll(sides(register, bank, each)));
    RegisterExtensions extensions = new RegisterExtensions(virtual);
    try (InputStream in = own.source().open()) {
      LineScanner.scan(in, extensions);
    }
    List<LogDifference.Side> right = new ArrayList<>();
    long number = 0;
    for (Iterator<List<Digest>> each = extensions.iterator(0); each.hasNext(); ) {
      number++;
      for (Digest digest : each.next()) {
        if (digest.algorithm() == bank) {
          String place = "line " + extensions.line(number);
          right.add(new LogDifference.Side(own.label(), place, digest, ""));
        }
      }
    }
    return first(register.text(), left, right, logs.get(logs.size() - 1).label(), own.label());
  }

  private static Optional<LogDifference> first(
      RegisterName register,
      List<LogDifference.Side> left,
      List<LogDifference.Side> right,
      GivenLog leftLog,
      GivenLog rightLog) {
    return first(register.text(), left, right, leftLog.label(), rightLog.label());
  }

  private static Optional<LogDifference> first(
      String register,
      List<LogDifference.Side> left,
      List<LogDifference.Side> right,
      String leftLabel,
      String rightLabel) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      LogDifference.Side one = i < left.size() ? left.get(i) : LogDifference.Side.ended(leftLabel);
      LogDifference.Side other =
          i < right.size() ? right.get(i) : LogDifference.Side.ended(rightLabel);
      if (!one.extension().equals(other.extension())) {
        return Optional.of(new LogDifference(register, i + 1L, one, other));
      }
    }
    return Optional.empty();
  }

  private static List<LogDifference.Side> sides(
      RegisterName register, HashAlgorithm bank, GivenLog log) {
    List<LogDifference.Side> sides = new ArrayList<>();
    for (LoggedEvent event : log.events(register)) {
      for (Digest digest : event.digests()) {
        if (digest.algorithm() == bank) {
          String text = event.claimedType() + " " + event.claimedContent().text();
          sides.add(new LogDifference.Side(log.label(), event.place().toString(), digest, text));
        }
      }
    }
    return sides;
  }
}
