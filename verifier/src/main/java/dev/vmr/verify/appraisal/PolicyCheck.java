package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.policy.ReferenceValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a policy demands of what was found (docs/policy.md, section 2). */
final class PolicyCheck {
  private final Policy policy;
  private final QuotedRegisters quoted;
  private final List<Proof> proofs;
  private final List<Finding> findings;

  PolicyCheck(Policy policy, QuotedRegisters quoted, List<Proof> proofs, List<Finding> findings) {
    this.policy = policy;
    this.quoted = quoted;
    this.proofs = proofs;
    this.findings = findings;
  }

  void run(ProvenRegisters virtual, Set<String> provenLogs, byte @Nullable [] nonce, long now) {
    platform();
    policy.registers().asMap().forEach((name, values) -> register(name, List.copyOf(values)));
    new VirtualCheck(policy, quoted.platform(), virtual, proofs, findings).run();
    for (String kind : policy.logs()) {
      check(provenLogs.contains(kind), "policy-log", kind, "no proven log is of kind " + kind);
    }
    nonce(nonce);
    reportData();
    tcb();
    revocation();
    age(now);
    boolean real =
        quoted.platform() != QuotedPlatform.SIMULATED
            && quoted.platform() != QuotedPlatform.UNKNOWN;
    if (real && !policy.hasReferences()) {
      findings.add(
          Finding.info(
              "policy-none",
              "no reference value was given: nothing says that this is your machine"));
    }
  }

  private void check(boolean holds, String code, String subject, String otherwise) {
    if (holds) {
      proofs.add(new Proof(code, subject, "as the policy demands"));
    } else {
      findings.add(Finding.error(code, otherwise));
    }
  }

  private void platform() {
    if (!policy.platforms().isEmpty()) {
      String is = quoted.platform().text();
      check(policy.platforms().contains(is), "policy-platform", is, "the platform is " + is);
    }
  }

  private void register(String name, List<ReferenceValue> allowed) {
    List<String> values = new ArrayList<>();
    Map<Optional<HashAlgorithm>, Set<String>> banks = new HashMap<>();
    for (ReferenceValue each : allowed) {
      banks.computeIfAbsent(each.bank(), unused -> new TreeSet<>()).add(each.hex());
    }
    boolean holds = true;
    for (Map.Entry<Optional<HashAlgorithm>, Set<String>> bank : banks.entrySet()) {
      Optional<String> value =
          bank.getKey().isPresent()
              ? quoted.digest(name, bank.getKey().get()).map(Digest::hex)
              : raw(name);
      if (value.isEmpty()) {
        String of = bank.getKey().map(each -> " in bank " + each).orElse("");
        findings.add(Finding.error("register-missing", "the quote has no register " + name + of));
        return;
      }
      holds &= bank.getValue().contains(value.get());
      values.add(value.get());
    }
    check(
        holds,
        "policy-register",
        name,
        name + " is " + String.join(", ", values) + ", which is no reference value");
  }

  /** Bytes that were chosen, or a claim in hex. */
  private Optional<String> raw(String name) {
    return quoted.value(name).map(QuotedValue::hex).or(() -> quoted.claim(name));
  }

  private void nonce(byte @Nullable [] nonce) {
    if (nonce == null) {
      if (policy.nonceRequired()) {
        findings.add(
            Finding.error("nonce-missing", "the policy wants a nonce, and none was given"));
      }
      return;
    }
    QuotedValue data = quoted.reportData();
    Optional<String> binding = data == null ? Optional.empty() : NonceCheck.binding(nonce, data);
    if (binding.isPresent()) {
      proofs.add(new Proof("nonce", "report_data", binding.get()));
    } else {
      findings.add(
          Finding.error(
              "nonce-differs",
              data == null
                  ? "the quote holds no report data"
                  : "the quote is not bound to the nonce: its report data are " + data.hex()));
    }
  }

  private void reportData() {
    QuotedValue value = quoted.reportData();
    byte[] data = value == null ? new byte[0] : value.toByteArray();
    String is = "the report data are " + HexFormat.of().formatHex(data);
    policy
        .reportData()
        .map(HexFormat.of()::parseHex)
        .ifPresent(
            wanted ->
                check(
                    NonceCheck.isThenZeros(wanted, data), "policy-report-data", "report_data", is));
    policy
        .reportDataPrefix()
        .ifPresent(
            wanted ->
                check(
                    HexFormat.of().formatHex(data).startsWith(wanted),
                    "policy-report-data",
                    "report_data",
                    is));
  }

  private void tcb() {
    if (!policy.tcb().isEmpty()) {
      String status = quoted.claim("tcb_status").orElse("unknown: no collateral was given");
      check(
          policy.tcb().contains(status), "policy-tcb", "tcb_status", "the TCB status is " + status);
    }
  }

  private void revocation() {
    if (policy.revocationRequired()) {
      String unknown =
          quoted.findings().stream()
              .filter(each -> each.code().equals("revocation-unknown"))
              .map(Finding::text)
              .collect(Collectors.joining("; "));
      check(unknown.isEmpty(), "policy-revocation", "revocation", unknown);
    }
  }

  private void age(long now) {
    if (policy.age().isPresent()) {
      Optional<Long> made = quoted.claim("timestamp").map(PolicyCheck::seconds);
      boolean young =
          made.isPresent() && made.get() <= now && now - made.get() <= policy.age().getAsLong();
      check(
          young,
          "policy-age",
          "timestamp",
          made.map(each -> "the quote is " + (now - each) + " seconds old")
              .orElse("the quote does not say when it was made"));
    }
  }

  /** Milliseconds since 1970, as a Nitro document has them. */
  private static long seconds(String timestamp) {
    return timestamp.matches("[0-9]{1,18}") ? Long.parseLong(timestamp) / 1000 : Long.MAX_VALUE;
  }
}
