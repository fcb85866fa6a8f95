package dev.vmr.verify;

import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.checkpoint.PrefixCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies one log with what belongs to it (docs/verification.md). Used once, by one thread. */
public final class Verification {
  private static final int MAX_BOOT_LOG = 16 << 20;

  private final Source log;
  private final QuotedRegister quoted;
  private @Nullable Digest explainedStart;
  private @Nullable Source ima;
  private @Nullable RegisterName imaRegister;
  private @Nullable Source pcrs;
  private @Nullable Source bootLog;
  private @Nullable Checkpoint from;
  private PrefixCheck check = PrefixCheck.SHORT_LOGS;

  /** A log and the value that it must replay to. */
  public Verification(Source log, QuotedRegister quoted) {
    this.log = log;
    this.quoted = quoted;
  }

  /** The value that other evidence gives for the start of the log. */
  public void explainedStart(Digest value) {
    explainedStart = value;
  }

  /** An IMA list, binary or ASCII, and the register that it belongs to. */
  public void ima(Source list, RegisterName register) {
    ima = list;
    imaRegister = register;
  }

  /** PCR values that a TPM client has read, as {@code tpm2_pcrread} prints them. */
  public void pcrs(Source values) {
    pcrs = values;
  }

  /** The firmware's event log. */
  public void bootLog(Source firmware) {
    bootLog = firmware;
  }

  /**
   * Reads only what the log holds after a checkpoint, and makes the next one (docs/checkpoint.md).
   *
   * @param place where to go on; {@link Checkpoint#start} the first time
   * @param all whether everything before it is compared with it, however long
   */
  public void checkpoint(Checkpoint place, boolean all) {
    checkpoint(place, all ? PrefixCheck.ALL : PrefixCheck.SHORT_LOGS);
  }

  /** The same, saying how much of what lies before the checkpoint is compared with it. */
  public void checkpoint(Checkpoint place, PrefixCheck prefix) {
    from = place;
    check = prefix;
  }

  /**
   * Verifies.
   *
   * @throws EvidenceException when something is not what it is said to be: there is no verdict
   * @throws IOException when something cannot be read
   */
  public Verdict run() throws EvidenceException, IOException {
    List<Finding> findings = new ArrayList<>(quoted.findings());
    LogTail tail = from == null ? null : new LogTail(log, from, check, explainedStart);
    Replay replay =
        tail == null
            ? LogCheck.replay(log, quoted.value().algorithm(), explainedStart)
            : tail.replay();
    if (tail != null) {
      if (tail.refusal().isPresent()) {
        findings.add(tail.refusal().get());
        return new Verdict(replay.result(), findings, null);
      }
      LogCheck.requireLog(replay);
    }
    findings.addAll(LogCheck.check(replay, quoted.value()));
    ReplayedLog replayed = replay.result();
    if (ima != null && imaRegister != null) {
      findings.addAll(ImaCheck.check(ima, imaRegister, log, replayed));
    }
    if (pcrs != null) {
      findings.addAll(PcrCheck.checkValues(PcrValues.parse(text(pcrs)), replayed));
    }
    if (bootLog != null) {
      try (InputStream in = bootLog.open()) {
        byte[] bytes = in.readNBytes(MAX_BOOT_LOG + 1);
        if (bytes.length > MAX_BOOT_LOG) {
          throw new EvidenceException("a firmware log has at most 16 MiB");
        }
        findings.addAll(PcrCheck.checkBootLog(BootLogs.read(bytes), replayed));
      }
    }
    return new Verdict(replayed, findings, tail == null ? null : tail.next());
  }

  private static String text(Source source) throws EvidenceException, IOException {
    try (InputStream in = source.open()) {
      byte[] bytes = in.readNBytes(PcrValues.MAX_SIZE + 1);
      if (bytes.length > PcrValues.MAX_SIZE) {
        throw new EvidenceException("PCR values have at most 1 MiB");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
