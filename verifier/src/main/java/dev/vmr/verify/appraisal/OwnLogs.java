package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.ImaCheck;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import dev.vmr.verify.checkpoint.Checkpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Our own logs against the quote, and what belongs to them (docs/verification.md, section 1). */
final class OwnLogs {
  private final Appraisal given;
  private final Explanation explanation;
  private final Waivers waivers;
  private final List<Finding> findings;
  private final List<Proof> proofs;
  private final List<RegisterChain> chains;
  private @Nullable Checkpoint end;
  private boolean imaProven;

  OwnLogs(
      Appraisal given,
      Explanation explanation,
      Waivers waivers,
      List<Finding> findings,
      List<Proof> proofs,
      List<RegisterChain> chains) {
    this.given = given;
    this.explanation = explanation;
    this.waivers = waivers;
    this.findings = findings;
    this.proofs = proofs;
    this.chains = chains;
  }

  @Nullable Checkpoint end() {
    return end;
  }

  boolean imaProven() {
    return imaProven;
  }

  List<OwnLog> run() throws IOException, EvidenceException {
    List<OwnLog> replayed = new ArrayList<>();
    for (OwnLog log : given.own) {
      replayed.add(verify(log));
    }
    ima(replayed);
    return replayed;
  }

  private OwnLog verify(OwnLog log) throws IOException, EvidenceException {
    Checkpoint from = given.from;
    LogHead head = from != null && from.bytes() > 0 ? LogHead.of(from) : LogHead.of(log.source());
    HashAlgorithm bank = head.algorithm();
    Optional<Digest> expected = given.quotedDigest(log.register(), bank);
    if (expected.isEmpty()) {
      findings.add(
          Finding.error(
              "register-missing",
              log.label() + ": the quote has no register " + log.register() + " in bank " + bank));
      return log;
    }
    if (!RuntimeRegisters.isOne(given.quoted.platform(), log.register().text())) {
      findings.add(
          Finding.error(
              "register-static",
              log.label()
                  + ": no running software extends "
                  + log.register()
                  + "; what a machine is launched with is a manifest"));
      return log;
    }
    Digest start = start(log, bank);
    Verification verification =
        new Verification(log.source(), QuotedRegister.verifiedElsewhere(expected.get()));
    if (start != null) {
      verification.explainedStart(start);
    }
    if (from != null) {
      verification.checkpoint(from, given.checkPrefix);
    }
    if (log.equals(given.own.get(0))) {
      Optional.ofNullable(given.pcrs).ifPresent(verification::pcrs);
      Optional.ofNullable(given.bootLog).ifPresent(verification::bootLog);
    }
    Verdict verdict = verification.run();
    end = verdict.end();
    ReplayedLog replayed = verdict.log();
    boolean sound = true;
    for (Finding each : verdict.findings()) {
      Finding judged = waivers.ofLog(each, log, replayed);
      sound &= judged.severity() != Finding.Severity.ERROR;
      findings.add(judged);
    }
    boolean proven = sound && replayed.value().equals(expected.get());
    chain(log, expected.get(), replayed, proven, bank);
    return new OwnLog(log.label(), log.register(), log.source(), replayed, proven);
  }

  private @Nullable Digest start(OwnLog log, HashAlgorithm bank) {
    if (explanation.touching(log.register(), bank).isEmpty()) {
      return given.explainedStart;
    }
    return explanation.chained(log.register(), bank, findings);
  }

  private void chain(
      OwnLog log, Digest expected, ReplayedLog replayed, boolean proven, HashAlgorithm bank) {
    List<String> labels = new ArrayList<>();
    explanation.touching(log.register(), bank).forEach(each -> labels.add(each.label()));
    if (proven && !labels.isEmpty()) {
      proofs.add(
          new Proof(
              "first-sync",
              log.register().text(),
              String.join(", ", labels)
                  + " leads to the value that "
                  + log.label()
                  + " begins at"));
    }
    labels.add(log.label());
    chains.add(
        new RegisterChain(
            log.register(),
            expected,
            replayed.value(),
            labels,
            replayed.value().equals(expected)
                ? RegisterChain.State.PROVEN
                : RegisterChain.State.DIFFERS));
    if (proven) {
      proofs.add(
          new Proof(
              "log",
              log.register().text(),
              log.label() + ": " + replayed.records() + " records replay to " + expected));
      replayed
          .registers()
          .values()
          .forEach(each -> proofs.add(new Proof("virtual", each.name().text(), each.toString())));
    }
  }

  private void ima(List<OwnLog> logs) throws IOException, EvidenceException {
    RegisterName register = given.imaRegister;
    if (given.ima == null || register == null) {
      if (given.files != null) {
        findings.add(Finding.error("ima-list-missing", "there is no IMA list to appraise"));
      }
      return;
    }
    Optional<OwnLog> log = having(logs, register);
    if (log.isEmpty() || log.get().replayed() == null) {
      findings.add(Finding.error("register-missing", "the log has no register " + register));
      return;
    }
    List<Finding> found =
        ImaCheck.check(given.ima, register, log.get().source(), log.get().replayed());
    findings.addAll(found);
    boolean whole = !ImaCheck.lacksFormerKernels(found);
    if (given.files != null && !whole) {
      String text = "there is no IMA list of the kernels before kexec to appraise";
      findings.add(Finding.error("ima-list-missing", text));
    }
    imaProven =
        log.get().proven()
            && whole
            && found.stream().noneMatch(each -> each.severity() == Finding.Severity.ERROR);
    if (imaProven) {
      proofs.add(new Proof("nested", register.text(), "it is the replay of the IMA list"));
    }
    if (given.files != null) {
      ReplayedLog replayed = log.get().replayed();
      given.files.run(given.ima, register, replayed, imaProven, findings, proofs);
    }
  }

  private static Optional<OwnLog> having(List<OwnLog> logs, RegisterName register) {
    return logs.stream()
        .filter(
            each -> each.replayed() != null && each.replayed().registers().containsKey(register))
        .findFirst();
  }
}
