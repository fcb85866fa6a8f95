package dev.vmr.cli;

import dev.vmr.credential.EndorsementCertificates.Terms;
import dev.vmr.tpm.endorsement.TpmIdentity;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What endorsement certificates shall say (docs/manufacture.md, section 2). */
final class CertificateOptions {
  private static final Pattern ID = Pattern.compile("id:[0-9A-F]{8}");
  private static final int MAX_MODEL = 64;

  /** The times that a certificate can have (RFC 5280, section 4.1.2.5). */
  private static final Instant FIRST = Instant.parse("1950-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "when the certificates begin to be valid: a date or a time in UTC (default: now)")
  private @Nullable String time;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "how long they are valid (default: for ever)")
  private @Nullable Integer days;

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      description = "their subject, such as CN=vm-17,O=Example (default: none)")
  private @Nullable String subject;

  @Option(
      names = "--ca-url",
      paramLabel = "URL",
      description = "where the CA's certificate can be had (default: not said)")
  private @Nullable String authorityUrl;

  @Option(
      names = "--manufacturer",
      paramLabel = "ID",
      description = "id: and eight hexadecimal digits (default: what the TPM says)")
  private @Nullable String manufacturer;

  @Option(names = "--model", paramLabel = "TEXT", description = "(default: what the TPM says)")
  private @Nullable String model;

  @Option(
      names = "--firmware",
      paramLabel = "ID",
      description = "the version: id: and eight hexadecimal digits (default: what the TPM says)")
  private @Nullable String firmware;

  /** When certificates begin to be valid, to the second. */
  Instant from() {
    Instant from = time == null ? Instant.now() : Options.time("--time", time);
    return from.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Refuses what no certificate can say. */
  void check(Instant from) {
    if (from.isBefore(FIRST) || from.isAfter(LAST)) {
      throw usage("--time: no certificate can begin then: " + from);
    }
    long most = ChronoUnit.DAYS.between(from, LAST);
    if (days != null && (days < 1 || days > most)) {
      throw usage("--days: from 1 to " + most);
    }
    if (manufacturer != null && !ID.matcher(manufacturer).matches()) {
      throw usage("--manufacturer: id: and eight digits 0-9 A-F, not " + manufacturer);
    }
    if (firmware != null && !ID.matcher(firmware).matches()) {
      throw usage("--firmware: id: and eight digits 0-9 A-F, not " + firmware);
    }
    if (model != null && (model.isBlank() || model.length() > MAX_MODEL)) {
      throw usage("--model: from 1 to 64 characters");
    }
    terms(from);
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  Terms terms(Instant from) {
    return new Terms(from, Optional.ofNullable(days), name(), url());
  }

  private X500Name name() {
    try {
      return new X500Name(RFC4519Style.INSTANCE, subject == null ? "" : subject);
    } catch (IllegalArgumentException e) {
      throw usage("--subject: not a name as RFC 4514 writes it: " + subject);
    }
  }

  private Optional<String> url() {
    if (authorityUrl == null) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(authorityUrl);
      if (uri.isAbsolute() && authorityUrl.chars().allMatch(c -> c > ' ' && c <= '~')) {
        return Optional.of(authorityUrl);
      }
    } catch (URISyntaxException e) {
      // refused below
    }
    throw usage("--ca-url: not a URL: " + authorityUrl);
  }

  /** What is said that a TPM is. */
  TpmIdentity identity(TpmIdentity tpm) {
    return new TpmIdentity(
        manufacturer == null ? tpm.manufacturer() : manufacturer,
        model == null ? tpm.model() : model,
        firmware == null ? tpm.version() : firmware,
        tpm.specification());
  }
}
