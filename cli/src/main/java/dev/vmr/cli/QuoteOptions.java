package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a quote is verified with: options of every command that takes one. */
final class QuoteOptions {
  @Option(
      names = {"--endorsement", "--collateral", "--with"},
      paramLabel = "FILE",
      description =
          "what came beside the quote: certificates, revocation lists, collateral, a TPM's"
              + " signature and PCR values; may be repeated")
  private List<Path> endorsements = new ArrayList<>();

  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "a root certificate, or a key, that is believed; may be repeated")
  private List<Path> roots = new ArrayList<>();

  @Option(names = "--no-pinned-roots", description = "believe only what --root gives")
  private boolean noPinned;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "judge at that time: 2026-01-31 or 2026-01-31T12:00:00Z (default: now)")
  private @Nullable String time;

  @Option(names = "--allow-simulated", description = "accept a quote that proves nothing")
  private boolean allowSimulated;

  /** What the options say. */
  QuoteContext context() throws IOException, EvidenceException {
    TrustAnchors anchors = noPinned ? TrustAnchors.none() : TrustAnchors.pinned();
    for (Path root : roots) {
      try {
        anchors = anchors.plus(read(root));
      } catch (EvidenceException e) {
        throw new EvidenceException(root + ": neither a certificate nor a public key");
      }
    }
    List<byte[]> files = new ArrayList<>();
    for (Path file : endorsements) {
      files.add(read(file));
    }
    return new QuoteContext(anchors, instant(), Endorsements.of(files), allowSimulated);
  }

  private Instant instant() {
    if (time == null) {
      return Instant.now();
    }
    try {
      return time.contains("T")
          ? Instant.parse(time)
          : LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new CommandFailure(ExitCode.USAGE, "--time: a date or a time in UTC, not " + time);
    }
  }

  /** A file of at most the size of a quote. */
  static byte[] read(Path file) throws IOException {
    try (InputStream in = Options.file(file).open()) {
      byte[] bytes = in.readNBytes(Quotes.MAX_SIZE + 1);
      if (bytes.length > Quotes.MAX_SIZE) {
        throw new IOException(file + ": more than 16 MiB");
      }
      return bytes;
    }
  }
}
