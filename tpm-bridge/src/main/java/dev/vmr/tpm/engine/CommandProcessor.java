package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.ResponseCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** The command table, and the order in which a command is checked (Part 3, section 5). */
final class CommandProcessor {
  private static final int MIN_AUTH_SIZE = 9;

  private final EngineState state;
  private final IntSupplier bufferSize;
  private final Map<Integer, CommandSpec> specs = new HashMap<>();

  CommandProcessor(EngineState state, IntSupplier bufferSize) {
    this.state = state;
    this.bufferSize = bufferSize;
    CapabilityCommand capability = new CapabilityCommand(state, bufferSize);
    add(List.of(capability.spec()));
    add(new StartCommands(state).specs());
    add(new PcrCommands(state).specs());
    add(new SequenceCommands(state).specs());
    add(new SessionCommands(state).specs());
    add(new HierarchyCommands(state).specs());
    capability.announce(specs.values());
  }

  private void add(List<CommandSpec> more) {
    more.forEach(spec -> specs.put(spec.code(), spec));
  }

  /** The response to a command. */
  byte[] run(byte[] command, int locality) {
    try {
      CommandHeader header = CommandHeader.parse(command);
      if (header.tag() != CommandHeader.NO_SESSIONS && header.tag() != CommandHeader.SESSIONS) {
        // Not TPM_RC_BAD_TAG under the tag of TPM 1.2, as Part 3 has it: firmware that probes with
        // a
        // command of TPM 1.2 would take this TPM for one (docs/tpm-bridge.md, section 5).
        throw new CommandException(ResponseCode.VALUE);
      }
      if (header.size() != command.length || command.length > bufferSize.getAsInt()) {
        throw new CommandException(ResponseCode.COMMAND_SIZE);
      }
      CommandSpec spec = specs.get(header.code());
      if (spec == null) {
        throw new CommandException(ResponseCode.COMMAND_CODE);
      }
      if (!state.started() && spec.code() != CommandCode.STARTUP) {
        throw new CommandException(ResponseCode.INITIALIZE);
      }
      return run(spec, header.tag() == CommandHeader.SESSIONS, command, locality);
    } catch (CommandException e) {
      return CommandHeader.response(CommandHeader.NO_SESSIONS, e.code());
    }
  }

  private byte[] run(CommandSpec spec, boolean sessions, byte[] command, int locality)
      throws CommandException {
    CommandReader in = new CommandReader(command, CommandHeader.SIZE, command.length);
    int[] handles = handles(spec, in);
    List<Authorization> entries = sessions ? authorizations(spec, in) : List.of();
    Authorizer authorizer = new Authorizer(state, spec, handles, entries);
    byte[] parameters =
        authorizer.check(Arrays.copyOfRange(command, in.position(), command.length));
    Request request =
        new Request(locality, handles, new CommandReader(parameters, 0, parameters.length));
    spec.action().run(request);

    CommandWriter out = new CommandWriter();
    out.u16(sessions ? CommandHeader.SESSIONS : CommandHeader.NO_SESSIONS).u32(0).u32(0);
    if (spec.has(CommandSpec.ANSWERS_HANDLE)) {
      out.u32(request.answerHandle());
    }
    byte[] answer = request.answer().toByteArray();
    out.bytes(sessions ? authorizer.answer(answer) : answer);
    return out.sizeAt(CommandHeader.SIZE_OFFSET).toByteArray();
  }

  private int[] handles(CommandSpec spec, CommandReader in) throws CommandException {
    int[] handles = new int[spec.handles().size()];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = in.handle(i + 1).i32();
      spec.handles().get(i).check(handles[i], i + 1, state);
    }
    return handles;
  }

  private List<Authorization> authorizations(CommandSpec spec, CommandReader in)
      throws CommandException {
    if (spec.has(CommandSpec.NO_SESSIONS)) {
      throw new CommandException(ResponseCode.AUTH_CONTEXT);
    }
    if (in.remaining() < 4) {
      throw new CommandException(ResponseCode.INSUFFICIENT);
    }
    long size = in.u32();
    if (size < MIN_AUTH_SIZE || size > in.remaining()) {
      throw new CommandException(ResponseCode.SIZE);
    }
    byte[] area = in.bytes((int) size);
    return AuthorizationArea.read(new CommandReader(area, 0, area.length), state.sessions);
  }
}
