package dev.vmr.tests.hostile;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.VirtualRegister;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which lines a command that succeeded must have put into the log, read anew from
 * docs/tpm-bridge.md, section 2, and from the TPM's structures: it shares no code with the bridge.
 */
final class ExpectedRecords {
  private static final int PCR_EVENT = 0x13C;
  private static final int PCR_RESET = 0x13D;
  private static final int STARTUP = 0x144;
  private static final int PCR_EXTEND = 0x182;
  private static final int EVENT_SEQUENCE_COMPLETE = 0x185;
  private static final int HEADER = 10;

  private ExpectedRecords() {}

  /**
   * The lines.
   *
   * @param pcrs the PCRs as they were before
   * @return null when the values of all PCRs decide
   */
  static @Nullable List<String> of(byte[] command, byte[] response, Pcrs pcrs) {
    ByteBuffer in = ByteBuffer.wrap(command);
    int code = in.getInt(6);
    if (code == STARTUP) {
      return null;
    }
    boolean moves = code == PCR_EXTEND || code == PCR_EVENT || code == EVENT_SEQUENCE_COMPLETE;
    if (!moves && code != PCR_RESET) {
      return List.of();
    }
    int pcr = in.getInt(HEADER);
    String name = pcrs.name(pcr);
    if (name == null) {
      return List.of();
    }
    Optional<VirtualRegister> known = pcrs.register(name);
    String operands = moves ? digests(code, command, response, pcrs.banks(pcr)) : reset(pcr, known);
    List<String> lines = new ArrayList<>();
    if (operands != null) {
      if (known.isEmpty()) {
        String initial = ones(pcr) ? " init/ff" : "";
        lines.add(name + " define sha1 sha256 sha384 sha512 pcr/" + pcr + initial + " resettable");
      }
      lines.add(name + operands);
    }
    return lines;
  }

  /** What is to be known of the PCRs. */
  interface Pcrs {
    /** The register of a PCR; null when it is not logged. */
    @Nullable String name(int pcr);

    /** What that register is now, if it is in the log. */
    Optional<VirtualRegister> register(String name);

    /** The banks that a PCR has. */
    List<HashAlgorithm> banks(int pcr);
  }

  private static boolean ones(int pcr) {
    return pcr >= 17 && pcr <= 22;
  }

  private static @Nullable String reset(int pcr, Optional<VirtualRegister> known) {
    boolean zeros =
        known.isEmpty()
            ? !ones(pcr)
            : known.get().banks().values().stream().allMatch(Digest::isZero);
    return zeros ? null : ones(pcr) ? " reset init/00" : " reset";
  }

  private static @Nullable String digests(
      int code, byte[] command, byte[] response, List<HashAlgorithm> banks) {
    ByteBuffer in;
    if (code == PCR_EXTEND) {
      in = ByteBuffer.wrap(command).position(HEADER + 4);
      in.position(in.position() + 4 + in.getInt(in.position()));
    } else {
      in = ByteBuffer.wrap(response).position(HEADER + 4);
    }
    StringBuilder line = new StringBuilder();
    for (int count = in.getInt(); count > 0; count--) {
      HashAlgorithm bank =
          switch (in.getShort()) {
            case 4 -> HashAlgorithm.SHA1;
            case 0xB -> HashAlgorithm.SHA256;
            case 0xC -> HashAlgorithm.SHA384;
            case 0xD -> HashAlgorithm.SHA512;
            default -> throw new AssertionError("a TPM without that bank has taken it");
          };
      byte[] digest = new byte[bank.size()];
      in.get(digest);
      if (banks.contains(bank)) {
        line.append(' ').append(Digest.of(bank, digest));
      }
    }
    return line.isEmpty() ? null : " extend" + line;
  }
}
