package dev.vmr.tests.corpora;

import com.google.common.collect.ImmutableListMultimap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a quote's signatures, certificates and bindings prove, in the words of the corpora. */
final class QuoteSoundness implements Facts.Source {
  /** What is stated as true, and the findings that there would be if it were not. */
  private static final ImmutableListMultimap<String, String> UNLESS =
      ImmutableListMultimap.<String, String>builder()
          .putAll("sig/ak_over_td", "quote-signature", "quote-malformed")
          .putAll("cose_sig", "quote-signature", "quote-malformed")
          .putAll("realm_sig/0", "quote-signature", "quote-malformed")
          .putAll("sigalgo", "quote-version", "quote-malformed")
          .putAll("trailing", "quote-malformed")
          .putAll("offset_of_cose", "quote-unknown", "quote-malformed")
          .putAll("sig/qe_binds_ak", "qe-binding")
          .putAll("sig/pck_over_qe", "qe-signature")
          .putAll("sig/cert_type/0", "quote-malformed")
          .putAll("sig/cert_type/1", "quote-malformed")
          .putAll("sig/chain", "root-unknown", "certificate-signature", "certificate-missing")
          .putAll("sig/root", "root-unknown", "certificate-signature", "certificate-missing")
          .putAll("chain", "root-unknown", "certificate-signature", "certificate-missing")
          .putAll("root", "root-unknown", "certificate-signature", "certificate-missing")
          .putAll("platform_sig/0", "platform-signature", "key-untrusted")
          .putAll("platform_nonce_binds_rak", "key-binding")
          .putAll("report_data_binds_runtime_data", "key-binding")
          .putAll("tdreport_binds_runtime_data", "key-binding")
          .putAll("td_quote_binds_runtime_data", "key-binding")
          .putAll("binds", "key-binding")
          .putAll("quote_sig_by_HCLAkPub", "vtpm-signature")
          .putAll("pcr_digest_match", "pcr-digest")
          .build();

  private final byte[] bytes;
  private final QuoteContext context;
  private final QuotedRegisters quoted;
  private final Set<String> codes;

  QuoteSoundness(byte[] bytes, QuoteContext context, QuotedRegisters quoted) {
    this.bytes = bytes;
    this.context = context;
    this.quoted = quoted;
    this.codes = quoted.findings().stream().map(Finding::code).collect(Collectors.toSet());
  }

  @Override
  public Optional<String> find(String path, String stated) {
    String name = path.replaceFirst("^banks/[^/]*/", "");
    List<String> unless = UNLESS.get(name);
    if (!unless.isEmpty()) {
      return Optional.of(unless.stream().filter(codes::contains).findFirst().orElse(stated));
    }
    return switch (name) {
      case "sig" ->
          stated.startsWith("RSASSA")
              ? scheme()
              : Optional.of(codes.contains("quote-signature") ? "quote-signature" : stated);
      case "sig/pck_valid/0", "leaf_valid/0" -> limit(stated, false);
      case "sig/pck_valid/1", "leaf_valid/1", "leaf_not_after" -> limit(stated, true);
      case "trailing_all_zero" -> Optional.of(Boolean.toString(trailingZero()));
      default -> Optional.empty();
    };
  }

  /** {@code RSASSA ok h=b}: the number of the hash is the TCG's. */
  private Optional<String> scheme() {
    if (codes.contains("quote-signature")) {
      return Optional.of("quote-signature");
    }
    return quoted
        .claim("signature_scheme")
        .map(
            scheme ->
                scheme
                    .toUpperCase(Locale.ROOT)
                    .replace("-SHA1", " ok h=4")
                    .replace("-SHA256", " ok h=b"));
  }

  /** A certificate is not good beyond its limit, and is good on this side of it. */
  private Optional<String> limit(String stated, boolean last) {
    boolean day = stated.length() == "2024-01-05".length();
    Instant limit = Instant.parse(day ? stated + "T00:00:00Z" : exact(stated));
    Duration step = day ? Duration.ofDays(1) : Duration.ofSeconds(1);
    boolean before = expired(limit.minus(step));
    boolean after = expired(limit.plus(step));
    return Optional.of(before != last && after == last ? stated : "good at other times");
  }

  private static String exact(String time) {
    return time.replace(' ', 'T').replace("+00:00", "Z");
  }

  private boolean expired(Instant at) {
    boolean inside = quoted.platform() == QuotedPlatform.TDX; // collateral has limits of its own
    Endorsements beside = inside ? Endorsements.none() : context.endorsements();
    QuoteContext then = new QuoteContext(context.anchors(), at, beside, false);
    return Quotes.verify(bytes, then).findings().stream()
        .anyMatch(each -> each.code().equals("certificate-expired"));
  }

  private boolean trailingZero() {
    return quoted.findings().stream()
        .noneMatch(
            each ->
                each.code().equals("trailing-bytes") && each.severity() != Finding.Severity.INFO);
  }
}
