package dev.vmr.verify.appraisal;

import com.google.common.collect.Iterables;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The steps of an appraisal, in their order (docs/verification.md, section 6). */
final class AppraisalRun {
  private static final int MAX_NESTED = 1024;

  private final Appraisal given;
  private final Waivers waivers;
  private final Explanation explanation;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Proof> proofs = new ArrayList<>();
  private final List<RegisterChain> chains = new ArrayList<>();
  private final List<LogDifference> differences = new ArrayList<>();
  private final ProvenRegisters virtual = new ProvenRegisters();
  private final Set<RegisterName> explained = new TreeSet<>();
  private final Set<String> provenKinds = new TreeSet<>();

  AppraisalRun(Appraisal given) {
    this.given = given;
    this.waivers = new Waivers(given.policy);
    this.explanation = new Explanation(given.logs);
  }

  AttestationResult run() throws IOException, EvidenceException {
    quote();
    OwnLogs own = new OwnLogs(given, explanation, waivers, findings, proofs, chains);
    List<OwnLog> ours = own.run();
    ours.stream().filter(OwnLog::proven).forEach(this::takeVirtual);
    if (ours.stream().anyMatch(OwnLog::proven)) {
      provenKinds.add(LogKind.VMR.text());
    }
    if (own.imaProven()) {
      provenKinds.add(LogKind.IMA.text());
    }
    registers(ours);
    nested(ours);
    for (ManifestCheck manifest : given.manifests) {
      manifest.run(given.quoted, proofs, findings, virtual);
    }
    logFindings();
    new PolicyCheck(given.policy, given.quoted, proofs, findings)
        .run(virtual, provenKinds, given.nonce, given.now);
    return new AttestationResult(
        given.quoted,
        chains,
        given.logs,
        ours,
        virtual.all(),
        differences,
        proofs,
        findings,
        own.end());
  }

  private void quote() {
    given.quoted.findings().forEach(each -> findings.add(waivers.ofQuote(each)));
    if (findings.stream().anyMatch(each -> each.severity() == Finding.Severity.ERROR)) {
      return;
    }
    if (given.quoted.platform() == QuotedPlatform.UNKNOWN) {
      String text = "the register's value is as it was given; no quote was looked at";
      findings.add(Finding.info("quote-elsewhere", text));
      return;
    }
    proofs.add(
        new Proof(
            "quote",
            given.quoted.platform().text(),
            given.quoted.registers().size() + " values are signed by the platform"));
  }

  private void takeVirtual(OwnLog log) {
    if (log.replayed() != null) {
      virtual.add(log.register().text(), log.replayed().registers(), findings);
    }
  }

  /** Each register that software can extend: which logs lead to its quoted value. */
  private void registers(List<OwnLog> ours) {
    for (Map.Entry<RegisterName, Digest> each : RuntimeRegisters.of(given.quoted).entries()) {
      RegisterName register = each.getKey();
      explained.add(register);
      boolean own =
          ours.stream()
              .anyMatch(
                  log ->
                      log.register().equals(register)
                          && log.replayed() != null
                          && log.replayed().value().algorithm() == each.getValue().algorithm());
      if (!own) {
        RegisterChain chain = explanation.explain(register, each.getValue(), findings);
        add(chain);
        if (chain.state() == RegisterChain.State.UNLOGGED) {
          Finding missing =
              Finding.error(
                  "log-missing",
                  register + " is " + each.getValue() + " and there is no log of it");
          findings.add(
              given.policy.unloggedAllowed(register.text()) ? Waivers.warning(missing) : missing);
        }
      }
    }
  }

  private void add(RegisterChain chain) {
    chains.add(chain);
    if (chain.state() == RegisterChain.State.PROVEN) {
      String by = String.join(", then ", chain.logs());
      proofs.add(
          new Proof("register", chain.register().text(), by + " replays to " + chain.expected()));
    } else if (chain.state() == RegisterChain.State.DIFFERS) {
      List<GivenLog> touching =
          explanation.touching(chain.register(), chain.expected().algorithm());
      if (touching.size() > 1) {
        Differences.between(
                chain.register(), chain.expected().algorithm(), touching.get(0), touching.get(1))
            .ifPresent(differences::add);
      }
    }
  }

  /** What logs say of registers that the quote does not have: our own log must show them. */
  private void nested(List<OwnLog> ours) throws IOException {
    Set<RegisterName> others = new TreeSet<>();
    given.logs.forEach(log -> others.addAll(log.registers()));
    others.removeAll(explained);
    if (others.size() > MAX_NESTED) {
      findings.add(
          Finding.error(
              "limit-exceeded",
              "the logs are of " + others.size() + " registers that the quote does not have"));
    }
    for (RegisterName name : Iterables.limit(others, MAX_NESTED)) {
      new NestedCheck(name, given, explanation, virtual.all(), ours, findings, differences)
          .run()
          .forEach(this::add);
    }
    Map<String, Boolean> proven = new LinkedHashMap<>();
    for (GivenLog log : given.logs) {
      boolean all =
          log.log().sound()
              && !log.registers().isEmpty()
              && log.registers().stream().allMatch(name -> isProven(name, log));
      proven.merge(log.log().kind().text(), all, Boolean::logicalAnd);
    }
    proven.forEach((kind, all) -> provenKinds.addAll(all ? Set.of(kind) : Set.of()));
  }

  private boolean isProven(RegisterName name, GivenLog log) {
    List<RegisterChain> of =
        chains.stream()
            .filter(each -> each.register().equals(name) && each.logs().contains(log.label()))
            .toList();
    return !of.isEmpty()
        && of.stream().allMatch(each -> each.state() == RegisterChain.State.PROVEN);
  }

  private void logFindings() {
    for (GivenLog log : given.logs) {
      for (EventFinding each : log.log().findings()) {
        boolean settled =
            each.code() == EventFinding.Code.UNEXPLAINED_START && explanation.explainsStart(log);
        if (!settled) {
          findings.add(
              new Finding(
                  each.code().text(),
                  Finding.Severity.valueOf(each.severity().name()),
                  null,
                  log.label() + ", " + each.place() + ": " + each.text()));
        }
      }
      if (!log.log().complete() && log.log().findings().isEmpty()) {
        findings.add(Finding.error("log-malformed", log.label() + " could not be read to its end"));
      }
    }
  }
}
