package dev.vmr.cli;

import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Source;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.policy.PolicyFormatException;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What verification is given beside our own log: whom to believe, what to want, other logs. */
final class EvidenceOptions {
  private static final int MAX_FILE = 16 << 20;
  private static final int MAX_NONCE = 64;

  @Option(
      names = {"--bootlog", "--eventlog"},
      paramLabel = "[REGISTER=]FILE",
      description = "another log, of firmware or software; recognised by its content; repeatable")
  private final List<String> logs = new ArrayList<>();

  @Option(names = "--policy", paramLabel = "FILE", description = "what is wanted (docs/policy.md)")
  private @Nullable Path policy;

  @Option(names = "--nonce", paramLabel = "HEX", description = "what the quote must be bound to")
  private @Nullable String nonce;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "when certificates must be valid: 2026-01-31 or 2026-01-31T12:00:00Z (now)")
  private @Nullable String time;

  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "a certificate or key to believe, beside those of the vendors; repeatable")
  private final List<Path> roots = new ArrayList<>();

  @Option(
      names = {"--endorsement", "--collateral"},
      paramLabel = "FILE",
      description = "what came beside the quote: certificates, CRLs, collateral, a signature")
  private final List<Path> endorsements = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "REGISTER=FILE",
      description = "what the machine was launched with, such as mrconfigid=FILE; repeatable")
  private final List<String> manifests = new ArrayList<>();

  /** Whether any of them asks for more than replay. */
  boolean given() {
    return !logs.isEmpty()
        || policy != null
        || nonce != null
        || !roots.isEmpty()
        || !endorsements.isEmpty()
        || !manifests.isEmpty();
  }

  Policy policy() throws IOException, EvidenceException {
    if (policy == null) {
      return Policy.none();
    }
    byte[] text = read(policy, Policy.MAX_SIZE);
    try {
      return Policy.parse(new String(text, StandardCharsets.ISO_8859_1));
    } catch (PolicyFormatException e) {
      throw new EvidenceException(policy + ", " + e.getMessage());
    }
  }

  Instant time() {
    return time == null ? Instant.now() : Options.time("--time", time);
  }

  /** Whom to believe and when, and what came beside the quote. */
  QuoteContext context(boolean simulated, List<byte[]> more) throws IOException, EvidenceException {
    TrustAnchors anchors = TrustAnchors.pinned();
    for (Path root : roots) {
      anchors = anchors.plus(read(root, MAX_FILE));
    }
    List<byte[]> files = new ArrayList<>(more);
    for (Path each : endorsements) {
      files.add(read(each, MAX_FILE));
    }
    return QuoteContext.pinned(time())
        .with(anchors)
        .with(Endorsements.of(files))
        .withSimulated(simulated);
  }

  /** Adds everything but our own log. */
  void give(Appraisal appraisal, RegisterName physical) throws IOException, EvidenceException {
    for (String each : logs) {
      int mark = each.indexOf('=');
      boolean named = mark > 0 && RegisterName.tryParse(each.substring(0, mark)).isPresent();
      Path file = Path.of(named ? each.substring(mark + 1) : each);
      RegisterName register = named ? new RegisterName(each.substring(0, mark)) : null;
      appraisal.log(label(file), Options.file(file), register, physical);
    }
    for (String each : manifests) {
      int mark = each.indexOf('=');
      if (mark < 1) {
        throw new CommandFailure(ExitCode.USAGE, "--manifest: REGISTER=FILE, not " + each);
      }
      Path file = Path.of(each.substring(mark + 1));
      appraisal.manifest(each.substring(0, mark), label(file), Options.file(file));
    }
    byte[] given = nonce();
    if (given != null) {
      appraisal.nonce(given);
    }
    appraisal.time(time().getEpochSecond());
  }

  byte @Nullable [] nonce() {
    if (nonce == null) {
      return null;
    }
    if (!nonce.matches("([0-9A-Fa-f]{2}){1," + MAX_NONCE + "}")) {
      throw new CommandFailure(ExitCode.USAGE, "--nonce: 1 to 64 bytes in hex");
    }
    return HexFormat.of().parseHex(nonce);
  }

  /** The name that findings give a file. */
  static String label(Path file) {
    StringBuilder label = new StringBuilder();
    String name = String.valueOf(file.getFileName());
    name.codePoints().limit(64).forEach(c -> label.appendCodePoint(c > ' ' && c <= '~' ? c : '?'));
    return label.toString();
  }

  static byte[] read(Path file, int limit) throws IOException, EvidenceException {
    Source source = Options.file(file);
    try (InputStream in = source.open()) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new EvidenceException(file + " has more than " + limit + " bytes");
      }
      return bytes;
    }
  }
}
