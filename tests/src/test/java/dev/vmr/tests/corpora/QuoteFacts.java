package dev.vmr.tests.corpora;

import com.google.common.base.Splitter;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a quote says and proves, in the words of the corpora. */
final class QuoteFacts implements Facts.Source {
  private final QuoteCase row;
  private final QuotedRegisters quoted;
  private final QuoteSoundness soundness;
  private final Set<String> codes;

  QuoteFacts(QuoteCase row) throws Exception {
    this.row = row;
    QuoteContext context = row.context();
    this.quoted = Quotes.verify(row.bytes(), context);
    this.soundness = new QuoteSoundness(row.bytes(), context, quoted);
    this.codes = quoted.findings().stream().map(Finding::code).collect(Collectors.toSet());
  }

  QuotedRegisters quoted() {
    return quoted;
  }

  /** Errors and warnings. */
  String serious() {
    return quoted.findings().stream()
        .filter(each -> each.severity() != Finding.Severity.INFO)
        .map(Finding::code)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Override
  public Optional<String> find(String path, String stated) throws Exception {
    if (codes.equals(Set.of("quote-not-td")) || codes.equals(Set.of("quote-version"))) {
      return path.startsWith("log") ? Optional.empty() : Optional.of(stated); // of what is refused
    }
    String name = path.replaceFirst("^(td_quote|snp|attest)/", "");
    Optional<String> special = soundness.find(name, stated).or(() -> special(name));
    if (special.isPresent()) {
      return special;
    }
    List<QuotedValue> values = quoted.registers().get(register(name));
    String bank = path.startsWith("banks/") ? Splitter.on('/').splitToList(path).get(1) : "";
    for (QuotedValue value : values) {
      boolean meant =
          bank.isEmpty()
              || value.digest().filter(d -> d.algorithm().kernelName().equals(bank)).isPresent();
      if (meant) {
        return Optional.of(value.hex());
      }
    }
    return quoted.claim(claim(name));
  }

  private static String register(String name) {
    return name.replaceFirst("^banks/[^/]*/", "")
        .replaceFirst("^pcrs/(11/)?([0-9]+)$", "pcr$2")
        .replaceFirst("^rem/", "rem");
  }

  private static String claim(String name) {
    return switch (name) {
      case "tdattr" -> "td_attributes";
      case "version" -> "report_version";
      case "signer" -> "qualified_signer";
      case "reset" -> "reset_count";
      case "restart" -> "restart_count";
      case "fw" -> "firmware_version";
      case "pcrdigest" -> "pcr_digest";
      case "keyinfo" -> "key_info";
      case "expected/tcb_status" -> "tcb_status";
      default -> name;
    };
  }

  private Optional<String> special(String name) {
    return switch (name) {
      case "version" -> quoted.claim("quote_version");
      case "trailing_bytes" -> Optional.of(quoted.claim("trailing_bytes").orElse("0"));
      case "cpuid" -> Optional.of(quoted.claim("cpuid").orElse("000000")); // since version 3
      case "body_type" -> Optional.of(quoted.registers().containsKey("mrservicetd") ? "3" : "2");
      case "tee" -> Optional.of(quoted.platform().text().contains("tdx") ? "TDX" : "SNP");
      case "nonce", "extra", "banks/sha1/extra_data" -> reportData();
      case "banks/sha256/extra_data", "banks/sha384/extra_data" -> reportData();
      case "safe" ->
          Optional.of(quoted.claim("clock_safe").equals(Optional.of("true")) ? "1" : "0");
      case "lifecycle" ->
          quoted.claim("platform_lifecycle").map(hex -> Integer.decode(hex).toString());
      case "realm_hash_alg", "rak_hash_alg" ->
          quoted
              .claim(name.replace("alg", "algorithm"))
              .map(each -> each.replaceFirst("sha", "sha-"));
      case "realm_profile" -> Optional.of(quoted.claim("realm_profile").orElse("null"));
      case "sw_components" -> Optional.of(count("platform_component_"));
      case "pcr_count" -> Optional.of(pcrs());
      case "digest" -> Optional.of(quoted.digest("pcr0").orElseThrow().algorithm().name());
      case "public_key_len" -> Optional.of(length("public_key"));
      case "user_data" -> Optional.of(quoted.claim("user_data").orElse(""));
      case "pcrs_nonzero" -> Optional.of(anyPcr() ? "some" : "none");
      case "expected/advisory_ids" ->
          Optional.of(quoted.claim("tcb_advisories").filter(s -> !s.isEmpty()).orElse("none"));
      default -> Optional.empty();
    };
  }

  private Optional<String> reportData() {
    QuotedValue value = quoted.reportData();
    return Optional.of(value == null ? "" : value.hex());
  }

  private String count(String prefix) {
    return Long.toString(
        quoted.claims().keySet().stream().filter(n -> n.startsWith(prefix)).count());
  }

  private String pcrs() {
    return Long.toString(
        quoted.registers().keySet().stream().filter(n -> n.matches("pcr[0-9]+")).count());
  }

  private boolean anyPcr() {
    return quoted.registers().entries().stream()
        .anyMatch(
            each ->
                each.getKey().matches("pcr([0-9]|1[0-5])") && !each.getValue().hex().matches("0*"));
  }

  private String length(String register) {
    return Integer.toString(
        quoted.value(register).map(value -> value.hex().length() / 2).orElse(0));
  }

  @Override
  public String toString() {
    return Objects.requireNonNull(row).quote();
  }
}
