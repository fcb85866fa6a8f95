package dev.vmr.tpm.engine;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.command.ResponseCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a TPM says about its PCRs when it is asked by commands. */
final class PcrQueries {
  private static final int CAP_PCRS = 5;
  private static final int MAX_SELECT = 4;

  private final UnaryOperator<byte[]> tpm;

  /**
   * Asks a TPM.
   *
   * @param tpm executes a command at locality 0
   */
  PcrQueries(UnaryOperator<byte[]> tpm) {
    this.tpm = tpm;
  }

  /** PCR_Read of one PCR in one bank; empty when the TPM refuses or has no such PCR there. */
  Optional<Digest> read(int pcr, HashAlgorithm bank) {
    byte[] response = tpm.apply(Commands.pcrRead(pcr, bank));
    if (CommandHeader.responseCode(response) != ResponseCode.SUCCESS) {
      return Optional.empty();
    }
    try {
      CommandReader reader = new CommandReader(response, CommandHeader.SIZE, response.length);
      reader.u32(); // pcrUpdateCounter
      selections(reader);
      if (reader.u32() == 0) {
        return Optional.empty();
      }
      return Optional.of(Digest.of(bank, reader.sized(bank.size())));
    } catch (CommandException | IllegalArgumentException e) {
      return Optional.empty(); // not what a TPM answers
    }
  }

  /** Which PCRs each bank has: bit n is PCR n; empty when the TPM refuses. */
  Optional<Map<HashAlgorithm, Integer>> allocation() {
    byte[] response = tpm.apply(Commands.getCapabilityPcrs());
    if (CommandHeader.responseCode(response) != ResponseCode.SUCCESS) {
      return Optional.empty();
    }
    try {
      CommandReader reader = new CommandReader(response, CommandHeader.SIZE, response.length);
      reader.yesNo(); // moreData
      if (reader.u32() != CAP_PCRS) {
        return Optional.empty();
      }
      return Optional.of(selections(reader));
    } catch (CommandException e) {
      return Optional.empty(); // not what a TPM answers
    }
  }

  /**
   * A TPML_PCR_SELECTION (Part 2, section 10.9.7); banks of algorithms that are unknown are not.
   */
  private static Map<HashAlgorithm, Integer> selections(CommandReader reader)
      throws CommandException {
    Map<HashAlgorithm, Integer> selections = new EnumMap<>(HashAlgorithm.class);
    for (long left = reader.u32(); left > 0; left--) {
      int id = reader.u16();
      byte[] select = reader.bytes(Math.min(reader.u8(), MAX_SELECT));
      int bits = 0;
      for (int i = 0; i < select.length; i++) {
        bits |= (select[i] & 0xFF) << (8 * i);
      }
      for (HashAlgorithm algorithm : List.of(HashAlgorithm.values())) {
        if (algorithm.tcgId() == id) {
          selections.put(algorithm, bits);
        }
      }
    }
    return selections;
  }
}
