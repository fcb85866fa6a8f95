package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/** GetCapability (Part 3, section 30.2). */
final class CapabilityCommand {
  private static final int ALGS = 0;
  private static final int HANDLES = 1;
  private static final int COMMANDS = 2;
  private static final int PP_COMMANDS = 3;
  private static final int AUDIT_COMMANDS = 4;
  private static final int PCRS = 5;
  private static final int TPM_PROPERTIES = 6;
  private static final int PCR_PROPERTIES = 7;
  private static final int ECC_CURVES = 8;
  private static final int AUTH_POLICIES = 9;
  private static final int ACT = 10;

  private static final int CODE_MASK = 0xFFFF;

  /**
   * TPMA_ALGORITHM of each algorithm: symmetric 2, hash 4, signing 100, encrypting 200, method 400.
   */
  private static final NavigableMap<Integer, Integer> ALGORITHMS =
      new TreeMap<>(
          Map.of(
              0x0004, 0x004, // sha1
              0x0005, 0x104, // hmac
              0x0006, 0x002, // aes
              0x000A, 0x006, // xor
              0x000B, 0x004, // sha256
              0x000C, 0x004, // sha384
              0x000D, 0x004, // sha512
              0x0022, 0x404, // kdf1 sp800-108
              0x0043, 0x202)); // cfb

  private final EngineState state;
  private final IntSupplier bufferSize;
  private final NavigableMap<Integer, Integer> commands = new TreeMap<>();

  CapabilityCommand(EngineState state, IntSupplier bufferSize) {
    this.state = state;
    this.bufferSize = bufferSize;
  }

  CommandSpec spec() {
    return new CommandSpec(CommandCode.GET_CAPABILITY, 0, List.of(), 0, this::run);
  }

  /** Tells which commands there are, this one included. */
  void announce(Iterable<CommandSpec> specs) {
    specs.forEach(spec -> commands.put(spec.code(), spec.attributes()));
  }

  private void run(Request request) throws CommandException {
    CommandReader in = request.parameters();
    int capability = in.parameter(1).i32();
    int property = in.parameter(2).i32();
    long count = in.parameter(3).u32();
    in.finish();
    CommandWriter out = request.answer();
    switch (capability) {
      case ALGS -> pairs(out, capability, from(ALGORITHMS, property), count, 2);
      case HANDLES -> handles(out, property, count, in);
      case COMMANDS ->
          list(out, capability, List.copyOf(from(commands, property & CODE_MASK).values()), count);
      case PP_COMMANDS, AUDIT_COMMANDS, ECC_CURVES -> list(out, capability, List.of(), count);
      case PCRS -> pcrs(out, property, count, in);
      case TPM_PROPERTIES -> {
        NavigableMap<Integer, Integer> all =
            TpmProperties.of(state, commands.size(), bufferSize.getAsInt());
        // One answer never spans two groups of a hundred (Part 3, section 30.2.1).
        int first = property < 0 ? property : Math.max(property, TpmProperties.FIXED);
        long next = (first / TpmProperties.FIXED + 1L) * TpmProperties.FIXED;
        SortedMap<Integer, Integer> group = new TreeMap<>(from(all, first));
        group.keySet().removeIf(key -> key >= next);
        pairs(out, capability, group, count, 4);
      }
      case PCR_PROPERTIES -> pcrProperties(out, property, count);
      case AUTH_POLICIES, ACT -> throw in.parameter(2).refuse(ResponseCode.VALUE);
      default -> throw in.parameter(1).refuse(ResponseCode.VALUE);
    }
  }

  private static SortedMap<Integer, Integer> from(
      NavigableMap<Integer, Integer> all, int property) {
    return property < 0 ? new TreeMap<>() : all.tailMap(property, true);
  }

  private static void begin(CommandWriter out, int capability, int size, long count) {
    out.u8(size > count ? 1 : 0).u32(capability).u32((int) Math.min(size, count));
  }

  private static void pairs(
      CommandWriter out,
      int capability,
      SortedMap<Integer, Integer> values,
      long count,
      int keySize) {
    begin(out, capability, values.size(), count);
    values.entrySet().stream()
        .limit(count)
        .forEach(
            entry -> {
              if (keySize == 2) {
                out.u16(entry.getKey());
              } else {
                out.u32(entry.getKey());
              }
              out.u32(entry.getValue());
            });
  }

  private static void list(CommandWriter out, int capability, List<Integer> values, long count) {
    begin(out, capability, values.size(), count);
    values.stream().limit(count).forEach(out::u32);
  }

  private void handles(CommandWriter out, int first, long count, CommandReader in)
      throws CommandException {
    TreeSet<Integer> all = new TreeSet<>(Integer::compareUnsigned);
    switch (first >>> 24) {
      case 0x00 -> {
        for (int pcr = 0; pcr < PcrAttributes.COUNT; pcr++) {
          all.add(pcr);
        }
      }
      case 0x01, 0x03, 0x81 -> {} // NV indexes, saved sessions, persistent objects
      case 0x02 -> all.addAll(state.sessions.handles());
      case 0x40 ->
          all.addAll(
              List.of(
                  Hierarchies.OWNER,
                  Hierarchies.NULL,
                  0x4000_0009,
                  Hierarchies.LOCKOUT,
                  Hierarchies.ENDORSEMENT,
                  Hierarchies.PLATFORM,
                  Hierarchies.PLATFORM_NV));
      case 0x80 -> all.addAll(state.sequences.handles());
      default -> throw in.parameter(2).refuse(ResponseCode.HANDLE);
    }
    list(out, HANDLES, List.copyOf(all.tailSet(first, true)), count);
  }

  private static void pcrs(CommandWriter out, int property, long count, CommandReader in)
      throws CommandException {
    if (property != 0) {
      throw in.parameter(2).refuse(ResponseCode.VALUE);
    }
    if (count == 0) {
      out.u8(1).u32(PCRS).u32(0);
      return;
    }
    out.u8(0).u32(PCRS).u32(PcrState.BANKS.size()); // never in parts
    for (HashAlgorithm bank : PcrState.BANKS) {
      out.u16(bank.tcgId()).u8(PcrAttributes.COUNT / 8).bytes(new byte[] {-1, -1, -1});
    }
  }

  private static void pcrProperties(CommandWriter out, int first, long count) {
    TreeMap<Integer, Integer> all = new TreeMap<>();
    for (int tag = Math.max(first, 0); tag <= 0x14 && first >= 0; tag++) {
      if (PcrAttributes.hasTag(tag)) {
        all.put(tag, PcrAttributes.select(tag));
      }
    }
    begin(out, PCR_PROPERTIES, all.size(), count);
    all.entrySet().stream()
        .limit(count)
        .forEach(
            entry -> {
              int pcrs = entry.getValue();
              out.u32(entry.getKey()).u8(PcrAttributes.COUNT / 8);
              out.u8(pcrs).u8(pcrs >> 8).u8(pcrs >> 16);
            });
  }
}
