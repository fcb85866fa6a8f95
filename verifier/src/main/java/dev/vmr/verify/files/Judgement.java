package dev.vmr.verify.files;

import dev.vmr.ima.ImaEntry;
import dev.vmr.verify.Finding;
import dev.vmr.verify.ListEntry;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about an entry.
 *
 * @param outcome what becomes of it
 * @param finding what is to be said about it, or null
 */
record Judgement(Outcome outcome, @Nullable Finding finding) {

  static Judgement of(Outcome outcome) {
    return new Judgement(outcome, null);
  }

  static Judgement rejected(ImaEntry entry, String code, String reason) {
    return new Judgement(Outcome.REJECTED, finding(entry, code, Finding.Severity.ERROR, reason));
  }

  Judgement warned(ImaEntry entry, String code, String reason) {
    return new Judgement(outcome, finding(entry, code, Finding.Severity.WARNING, reason));
  }

  Judgement noted(ImaEntry entry, String code, String reason) {
    return new Judgement(outcome, finding(entry, code, Finding.Severity.INFO, reason));
  }

  private static Finding finding(
      ImaEntry entry, String code, Finding.Severity severity, String reason) {
    ListEntry where = ListEntry.of(entry);
    return new Finding(code, severity, null, where + ": " + reason, where);
  }
}
