package dev.vmr.tpm.engine;

import static dev.vmr.tpm.engine.PcrState.BANKS;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.ResponseCode;
import java.util.ArrayList;
import java.util.List;

/** PCR_Extend, PCR_Event, PCR_Read, PCR_Reset (Part 3, section 22). */
final class PcrCommands {
  /** A TPML_DIGEST holds eight digests. */
  private static final int MAX_READ = 8;

  private static final int SELECT_SIZE = PcrAttributes.COUNT / 8;

  private final EngineState state;

  PcrCommands(EngineState state) {
    this.state = state;
  }

  List<CommandSpec> specs() {
    return List.of(
        new CommandSpec(
            CommandCode.PCR_EXTEND,
            CommandSpec.NV,
            List.of(HandleKind.PCR_OR_NULL),
            1,
            this::extend),
        new CommandSpec(
            CommandCode.PCR_EVENT,
            CommandSpec.NV | CommandSpec.DECRYPT,
            List.of(HandleKind.PCR_OR_NULL),
            1,
            this::event),
        new CommandSpec(
            CommandCode.PCR_RESET, CommandSpec.NV, List.of(HandleKind.PCR), 1, this::reset),
        new CommandSpec(CommandCode.PCR_READ, 0, List.of(), 0, this::read));
  }

  private void extend(Request request) throws CommandException {
    CommandReader in = request.parameters();
    List<Digest> digests = in.parameter(1).digestValues(BANKS.size(), BANKS);
    in.finish();
    int pcr = request.handle(0);
    if (pcr != Hierarchies.NULL) {
      checkExtendable(pcr, request.locality());
      state.pcrs.extend(pcr, digests);
    }
  }

  private void event(Request request) throws CommandException {
    CommandReader in = request.parameters();
    byte[] data = in.parameter(1).sized(EngineState.MAX_BUFFER);
    in.finish();
    int pcr = request.handle(0);
    List<Digest> digests = PcrState.hashAll(data);
    if (pcr != Hierarchies.NULL) {
      checkExtendable(pcr, request.locality());
      state.pcrs.extend(pcr, digests);
    }
    request.answer().digestValues(digests);
  }

  static void checkExtendable(int pcr, int locality) throws CommandException {
    if (!PcrAttributes.extendable(pcr, locality)) {
      throw new CommandException(ResponseCode.LOCALITY);
    }
  }

  private void reset(Request request) throws CommandException {
    request.parameters().finish();
    int pcr = request.handle(0);
    if (!PcrAttributes.resettable(pcr, request.locality())) {
      throw new CommandException(ResponseCode.LOCALITY);
    }
    state.pcrs.reset(pcr);
  }

  /** One bank's line of a TPML_PCR_SELECTION. */
  private record Selection(HashAlgorithm bank, int pcrs) {
    boolean has(int pcr) {
      return (pcrs & 1 << pcr) != 0;
    }

    /** The octets of a TPMS_PCR_SELECTION: PCR 0 is the lowest bit of the first. */
    void write(CommandWriter out) {
      out.u16(bank.tcgId()).u8(SELECT_SIZE).u8(pcrs).u8(pcrs >> 8).u8(pcrs >> 16);
    }
  }

  private void read(Request request) throws CommandException {
    CommandReader in = request.parameters().parameter(1);
    List<Selection> wanted = selections(in);
    in.finish();
    List<Selection> given = new ArrayList<>();
    List<Digest> values = new ArrayList<>();
    for (Selection selection : wanted) {
      int pcrs = 0;
      for (int pcr = 0; pcr < PcrAttributes.COUNT && values.size() < MAX_READ; pcr++) {
        if (selection.has(pcr)) {
          pcrs |= 1 << pcr;
          values.add(state.pcrs.read(BANKS.indexOf(selection.bank()), pcr));
        }
      }
      given.add(new Selection(selection.bank(), pcrs));
    }
    request.answer().u32(state.pcrs.updates()).u32(given.size());
    given.forEach(selection -> selection.write(request.answer()));
    request.answer().u32(values.size());
    for (Digest value : values) {
      request.answer().u16(value.algorithm().size()).digest(value);
    }
  }

  private static List<Selection> selections(CommandReader in) throws CommandException {
    long count = in.u32();
    if (count > BANKS.size()) {
      throw in.refuse(ResponseCode.SIZE);
    }
    List<Selection> selections = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      HashAlgorithm bank = in.hash(BANKS);
      if (in.u8() != SELECT_SIZE) {
        throw in.refuse(ResponseCode.VALUE);
      }
      selections.add(new Selection(bank, in.u8() | in.u8() << 8 | in.u8() << 16));
    }
    return selections;
  }
}
