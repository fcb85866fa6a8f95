package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.Source;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.files.FilePolicy;
import dev.vmr.verify.files.SigningKey;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.quote.EnclosedLogs;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evidence as it is gathered, and the door to its appraisal (docs/verification.md, sections 5 to
 * 8). Used once, by one thread.
 */
public final class Appraisal {
  final QuotedRegisters quoted;
  final Policy policy;
  final List<GivenLog> logs = new ArrayList<>();
  final List<OwnLog> own = new ArrayList<>();
  final List<ManifestCheck> manifests = new ArrayList<>();
  @Nullable Source ima;
  @Nullable RegisterName imaRegister;
  @Nullable FilesCheck files;
  @Nullable Source pcrs;
  @Nullable Source bootLog;
  @Nullable Digest explainedStart;
  @Nullable Checkpoint from;
  boolean checkPrefix;
  byte @Nullable [] nonce;
  long now;

  /** Evidence of which a quote is known, whether it was accepted or not. */
  public Appraisal(QuotedRegisters quoted, Policy policy) {
    this.quoted = quoted;
    this.policy = policy;
  }

  /**
   * An event log of this project.
   *
   * @param otherwise the physical register, for a log that does not say it itself
   */
  public void own(String label, Source log, RegisterName otherwise) throws IOException {
    LogHead head = LogHead.of(log);
    own.add(new OwnLog(label, head.register().orElse(otherwise), log, null, false));
  }

  /**
   * The same, of which only what follows a checkpoint is read. There is one such log at most.
   *
   * @param place where to go on; {@link Checkpoint#start} the first time
   * @param all whether everything before it is compared with it, however long
   */
  public void own(String label, Source log, RegisterName otherwise, Checkpoint place, boolean all)
      throws IOException {
    if (place.bytes() == 0) {
      own(label, log, otherwise);
    } else {
      RegisterName register = LogHead.of(place).register().orElse(otherwise);
      own.add(new OwnLog(label, register, log, null, false));
    }
    from = place;
    checkPrefix = all;
  }

  /**
   * A log of any kind that is known here; one of this project's is taken as {@link #own}.
   *
   * @param register the register that its only register is, or null when its own names hold
   * @param otherwise the physical register of a log of this project that does not say it itself
   * @throws EvidenceException when it is of no known kind
   */
  public void log(String label, Source log, @Nullable RegisterName register, RegisterName otherwise)
      throws IOException, EvidenceException {
    byte[] bytes;
    try (InputStream in = log.open()) {
      bytes = in.readNBytes(MeasurementLogs.MAX_SIZE + 1);
    }
    if (MeasurementLogs.isOwn(bytes)) { // which is read when it is replayed
      own(label, log, register == null ? otherwise : register);
      return;
    }
    try {
      GivenLog read = GivenLog.read(label, register, bytes);
      if (read.log().kind() == LogKind.VMR) {
        own(label, log, register == null ? otherwise : register);
      } else {
        logs.add(read);
      }
    } catch (UnknownLogException e) {
      if (!enclosed(label, bytes)) {
        throw new EvidenceException(label + ": " + e.getMessage());
      }
    }
  }

  /**
   * The logs that lie in the file of a quote; labelled {@code file#name}.
   *
   * @return false when there is none
   * @throws EvidenceException when one is of no known kind
   */
  public boolean enclosed(String label, byte[] file) throws EvidenceException {
    Map<String, byte[]> all = EnclosedLogs.of(file);
    for (Map.Entry<String, byte[]> each : all.entrySet()) {
      String name = label + "#" + each.getKey();
      try {
        logs.add(GivenLog.read(name, null, each.getValue()));
      } catch (UnknownLogException e) {
        throw new EvidenceException(name + ": " + e.getMessage());
      }
    }
    return !all.isEmpty();
  }

  /**
   * A log of the field that was read already.
   *
   * @param register the register that its only register is, or null when its own names hold
   * @throws EvidenceException when it has several registers and is said to be of one
   */
  public void log(String label, MeasurementLog log, @Nullable RegisterName register)
      throws EvidenceException {
    logs.add(GivenLog.of(label, register, log));
  }

  /** An IMA list, binary or ASCII, and the virtual register that it belongs to. */
  public void ima(Source list, RegisterName register) {
    ima = list;
    imaRegister = register;
  }

  /** What is wanted of the files of that list, and keys that are believed for them. */
  public void files(FilePolicy wanted, List<SigningKey> keys) {
    files = new FilesCheck(wanted, List.copyOf(keys));
  }

  /** PCR values that a TPM client has read, as {@code tpm2_pcrread} prints them. */
  public void pcrs(Source values) {
    pcrs = values;
  }

  /** A firmware log of PCRs that virtual registers show. */
  public void bootLog(Source firmware) {
    bootLog = firmware;
  }

  /** What other evidence says that the register of our own log held when it began. */
  public void explainedStart(Digest value) {
    explainedStart = value;
  }

  /** A manifest that a machine was launched with, and the platform's name of its register. */
  public void manifest(String register, String label, Source manifest) {
    manifests.add(new ManifestCheck(register, label, manifest));
  }

  /** What the asker has given. */
  public void nonce(byte[] given) {
    nonce = given.clone();
  }

  /** The time at which the quote's age is judged, in seconds since 1970. */
  public void time(long seconds) {
    now = seconds;
  }

  /**
   * Appraises.
   *
   * @throws EvidenceException when something is not what it is said to be: there is no result
   * @throws IOException when something cannot be read
   */
  public AttestationResult run() throws IOException, EvidenceException {
    if (own.isEmpty() && (pcrs != null || bootLog != null || ima != null)) {
      throw new EvidenceException("PCR values and such lists are compared with an event log only");
    }
    return new AppraisalRun(this).run();
  }

  Optional<Digest> quotedDigest(RegisterName register, HashAlgorithm bank) {
    return quoted.digest(register.text(), bank);
  }
}
