package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.policy.ReferenceValue;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a policy wants of virtual registers (docs/policy.md, section 2). */
final class VirtualCheck {
  private final Policy policy;
  private final QuotedPlatform platform;
  private final ProvenRegisters proven;
  private final List<Proof> proofs;
  private final List<Finding> findings;

  VirtualCheck(
      Policy policy,
      QuotedPlatform platform,
      ProvenRegisters proven,
      List<Proof> proofs,
      List<Finding> findings) {
    this.policy = policy;
    this.platform = platform;
    this.proven = proven;
    this.proofs = proofs;
    this.findings = findings;
  }

  void run() {
    Set<RegisterName> named = new TreeSet<>(policy.virtual().keySet());
    named.addAll(policy.demands().keySet());
    named.addAll(policy.origins().keySet());
    named.forEach(this::origin);
    policy.virtual().asMap().forEach(this::value);
    policy.demands().forEach(this::demand);
  }

  /**
   * Whoever sets a register at launch chooses the names in its manifest, too: a name that software
   * is wanted to extend must not be his to give.
   */
  private void origin(RegisterName name) {
    String is = proven.origin(name).orElse(null);
    String wanted = policy.origins().get(name);
    if (is == null) {
      if (wanted != null && !policy.virtual().containsKey(name)) {
        findings.add(missing(name));
      }
    } else if (wanted != null) {
      check(is.equals(wanted), "policy-origin", name, name + " is of " + is + ", not of " + wanted);
    } else if (!RuntimeRegisters.isOne(platform, is)) {
      findings.add(
          Finding.error(
              "policy-origin",
              name
                  + " is of "
                  + is
                  + ", which is set at launch; if that is wanted, the policy says 'virtual "
                  + name
                  + " of "
                  + is
                  + "'"));
    }
  }

  private static Finding missing(RegisterName name) {
    return Finding.error("register-missing", "no proven log has a virtual register " + name);
  }

  private void value(RegisterName name, Collection<ReferenceValue> allowed) {
    Optional<VirtualRegister> register = proven.get(name);
    if (register.isEmpty()) {
      findings.add(missing(name));
      return;
    }
    Map<HashAlgorithm, Set<String>> banks = new EnumMap<>(HashAlgorithm.class);
    for (ReferenceValue each : allowed) {
      each.bank()
          .ifPresent(b -> banks.computeIfAbsent(b, unused -> new TreeSet<>()).add(each.hex()));
    }
    boolean holds = true;
    for (Map.Entry<HashAlgorithm, Set<String>> bank : banks.entrySet()) {
      Digest value = register.get().banks().get(bank.getKey());
      holds &= value != null && bank.getValue().contains(value.hex());
    }
    check(holds, "policy-virtual", name, register.get() + ", which is no reference value");
  }

  private void demand(RegisterName name, Policy.Demand demand) {
    Optional<VirtualRegister> register = proven.get(name);
    switch (demand) {
      case EXTENDED ->
          check(
              register.filter(each -> each.extensions() > 0).isPresent(),
              "policy-virtual",
              name,
              name + " was not extended in any proven log");
      case LOCKED ->
          check(
              register.filter(VirtualRegister::locked).isPresent(),
              "policy-unlocked",
              name,
              name + " is not locked in any proven log");
    }
  }

  private void check(boolean holds, String code, RegisterName name, String otherwise) {
    if (holds) {
      proofs.add(new Proof(code, name.text(), "as the policy demands"));
    } else {
      findings.add(Finding.error(code, otherwise));
    }
  }
}
