package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to believe and when: options of every command that verifies a quote. */
final class TrustOptions {
  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "a root certificate, or a key, that is believed; may be repeated")
  private final List<Path> roots = new ArrayList<>();

  @Option(names = "--no-pinned-roots", description = "believe only what --root gives")
  private boolean noPinned;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "judge at that time: 2026-01-31 or 2026-01-31T12:00:00Z (default: now)")
  private @Nullable String time;

  @Option(names = "--allow-simulated", description = "accept a quote that proves nothing")
  private boolean allowSimulated;

  private @Nullable Instant judged;

  boolean given() {
    return !roots.isEmpty() || noPinned;
  }

  /**
   * What the options say.
   *
   * @param endorsements what came beside the quote
   * @param simulated whether simulated quotes are accepted without the option
   */
  QuoteContext context(List<byte[]> endorsements, boolean simulated)
      throws IOException, EvidenceException {
    TrustAnchors anchors = noPinned ? TrustAnchors.none() : TrustAnchors.pinned();
    for (Path root : roots) {
      byte[] content = FileContent.read(root);
      try {
        anchors = anchors.plus(content);
      } catch (EvidenceException e) {
        throw new EvidenceException(root + ": neither a certificate nor a public key");
      }
    }
    return new QuoteContext(
        anchors, time(), Endorsements.of(endorsements), allowSimulated || simulated);
  }

  /** The one time at which everything is judged. */
  Instant time() {
    if (judged == null) {
      judged = time == null ? Instant.now() : Options.time("--time", time);
    }
    return judged;
  }
}
