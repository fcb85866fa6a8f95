package dev.vmr.tpm.command;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a command that succeeded did to the PCRs (docs/tpm-bridge.md, section 2).
 *
 * <p>It is read from what is in clear whatever the session encrypts: the command's digests for
 * PCR_Extend, the response's for PCR_Event and EventSequenceComplete.
 */
public sealed interface PcrChange {

  /** Nothing. */
  record None() implements PcrChange {}

  /**
   * One PCR was extended.
   *
   * @param pcr its number
   * @param digests what the engine applied, in order: only of banks that it has; may be empty
   */
  record Extended(int pcr, List<Digest> digests) implements PcrChange {
    /** Copies the list. */
    public Extended {
      digests = ImmutableList.copyOf(digests);
    }
  }

  /** PCRs may have begun anew; which ones, the engine's values tell. */
  record Restarted() implements PcrChange {}

  /**
   * One PCR is zeros again.
   *
   * @param pcr its number
   */
  record Reset(int pcr) implements PcrChange {}

  /** The algorithms whose digests can be read. */
  List<HashAlgorithm> KNOWN = ImmutableList.copyOf(HashAlgorithm.values());

  /** The handle that stands for no PCR at all. */
  int RH_NULL = 0x4000_0007;

  /**
   * The change that a command made.
   *
   * @param command the command
   * @param response what the engine answered, with response code 0
   * @param banks the banks that a PCR has
   * @throws CommandException when one of them is not what a TPM accepts or answers; then nobody
   *     knows what was changed
   */
  static PcrChange of(byte[] command, byte[] response, IntFunction<List<HashAlgorithm>> banks)
      throws CommandException {
    CommandHeader header = CommandHeader.parse(command);
    return switch (header.code()) {
      case CommandCode.PCR_EXTEND -> extend(command, banks);
      case CommandCode.PCR_EVENT, CommandCode.EVENT_SEQUENCE_COMPLETE ->
          event(command, response, banks);
      case CommandCode.PCR_RESET -> new Reset(firstHandle(command));
      case CommandCode.STARTUP -> new Restarted();
      default -> new None();
    };
  }

  private static int firstHandle(byte[] command) throws CommandException {
    return new CommandReader(command, CommandHeader.SIZE, command.length).handle(1).i32();
  }

  private static PcrChange extend(byte[] command, IntFunction<List<HashAlgorithm>> banks)
      throws CommandException {
    CommandReader reader = new CommandReader(command, CommandHeader.SIZE, command.length);
    int handle = reader.handle(1).i32();
    reader.bytes((int) Math.min(reader.u32(), Integer.MAX_VALUE)); // the authorization area
    List<Digest> digests = reader.parameter(1).digestValues(KNOWN.size(), KNOWN);
    reader.finish();
    return extended(handle, digests, banks);
  }

  private static PcrChange event(
      byte[] command, byte[] response, IntFunction<List<HashAlgorithm>> banks)
      throws CommandException {
    int handle = firstHandle(command);
    if (response.length < CommandHeader.SIZE) {
      throw new CommandException(ResponseCode.INSUFFICIENT);
    }
    CommandReader reader = new CommandReader(response, CommandHeader.SIZE, response.length);
    long size = reader.u32();
    if (size > reader.remaining()) {
      throw reader.refuse(ResponseCode.INSUFFICIENT);
    }
    int from = reader.position();
    CommandReader parameters = new CommandReader(response, from, from + (int) size);
    List<Digest> digests = parameters.digestValues(KNOWN.size(), KNOWN);
    parameters.finish();
    return extended(handle, digests, banks);
  }

  private static PcrChange extended(
      int handle, List<Digest> digests, IntFunction<List<HashAlgorithm>> banks) {
    if (handle == RH_NULL) {
      return new None();
    }
    List<HashAlgorithm> has = banks.apply(handle);
    ImmutableList.Builder<Digest> applied = ImmutableList.builder();
    for (Digest digest : digests) {
      if (has.contains(digest.algorithm())) {
        applied.add(digest);
      }
    }
    return new Extended(handle, applied.build());
  }
}
