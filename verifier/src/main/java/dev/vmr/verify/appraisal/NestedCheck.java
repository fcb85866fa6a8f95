package dev.vmr.verify.appraisal;

import dev.vmr.record.Define;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Logs of a register that no quote has, against the virtual register that holds their extensions.
 */
final class NestedCheck {
  private final RegisterName name;
  private final Appraisal given;
  private final Explanation explanation;
  private final Map<RegisterName, VirtualRegister> virtual;
  private final List<OwnLog> ours;
  private final List<Finding> findings;
  private final List<LogDifference> differences;

  NestedCheck(
      RegisterName name,
      Appraisal given,
      Explanation explanation,
      Map<RegisterName, VirtualRegister> virtual,
      List<OwnLog> ours,
      List<Finding> findings,
      List<LogDifference> differences) {
    this.name = name;
    this.given = given;
    this.explanation = explanation;
    this.virtual = virtual;
    this.ours = ours;
    this.findings = findings;
    this.differences = differences;
  }

  /** How each bank that can be compared came to its value. */
  List<RegisterChain> run() throws IOException {
    List<Digest> expected = new ArrayList<>();
    Optional<VirtualRegister> register = register();
    if (register.isPresent()) {
      expected.addAll(register.get().banks().values());
    } else { // a static register of the quote
      given.quoted.registers().get(name.text()).stream()
          .map(QuotedValue::digest)
          .flatMap(Optional::stream)
          .forEach(expected::add);
    }
    List<RegisterChain> chains = new ArrayList<>();
    for (Digest value : expected) {
      if (explanation.touching(name, value.algorithm()).isEmpty()) {
        findings.add(
            new Finding(
                "bank-unlogged",
                Finding.Severity.WARNING,
                null,
                "the logs of " + name + " say nothing of its bank " + value.algorithm()));
        continue;
      }
      RegisterChain chain = explanation.explain(name, value, findings);
      chains.add(chain);
      if (chain.state() == RegisterChain.State.DIFFERS && register.isPresent()) {
        difference(register.get().name(), value);
      }
    }
    if (chains.isEmpty()) {
      String logs =
          String.join(
              ", ",
              given.logs.stream().filter(each -> each.isOf(name)).map(GivenLog::label).toList());
      findings.add(
          Finding.error("log-unanchored", logs + ": nothing proves what it says of " + name));
    }
    return chains;
  }

  /** The virtual register of that name, or the one that shows the PCR of that name. */
  private Optional<VirtualRegister> register() {
    VirtualRegister named = virtual.get(name);
    if (named != null) {
      return Optional.of(named);
    }
    return virtual.values().stream().filter(this::shows).findFirst();
  }

  private boolean shows(VirtualRegister register) {
    Integer pcr = register.definition().map(Define::pcr).orElse(null);
    return pcr != null && name.text().equals("pcr" + pcr);
  }

  private void difference(RegisterName own, Digest value) throws IOException {
    for (OwnLog log : ours) {
      if (log.replayed() != null && log.replayed().registers().containsKey(own)) {
        Optional<LogDifference> found =
            Differences.between(
                name, own, value.algorithm(), explanation.touching(name, value.algorithm()), log);
        found.ifPresent(
            each -> {
              differences.add(each);
              findings.add(Finding.error("nested-differs", each.toString()));
            });
        return;
      }
    }
  }
}
