package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.ResponseCode;
import java.util.List;

/** HierarchyControl, HierarchyChangeAuth and Clear (Part 3, section 24). */
final class HierarchyCommands {
  private final EngineState state;

  HierarchyCommands(EngineState state) {
    this.state = state;
  }

  List<CommandSpec> specs() {
    return List.of(
        new CommandSpec(
            CommandCode.HIERARCHY_CONTROL,
            CommandSpec.NV | CommandSpec.EXTENSIVE,
            List.of(HandleKind.HIERARCHY),
            1,
            this::control),
        new CommandSpec(
            CommandCode.HIERARCHY_CHANGE_AUTH,
            CommandSpec.NV | CommandSpec.DECRYPT,
            List.of(HandleKind.HIERARCHY_OR_LOCKOUT),
            1,
            this::changeAuth),
        new CommandSpec(
            CommandCode.CLEAR,
            CommandSpec.NV | CommandSpec.EXTENSIVE,
            List.of(HandleKind.CLEAR),
            1,
            this::clear));
  }

  private void control(Request request) throws CommandException {
    CommandReader in = request.parameters();
    int target = in.parameter(1).i32();
    boolean known =
        target == Hierarchies.OWNER
            || target == Hierarchies.ENDORSEMENT
            || target == Hierarchies.PLATFORM
            || target == Hierarchies.PLATFORM_NV;
    if (!known) {
      throw in.refuse(ResponseCode.VALUE);
    }
    boolean on = in.parameter(2).yesNo();
    in.finish();
    int auth = request.handle(0);
    // The platform may do all; another hierarchy may only switch itself off.
    boolean allowed = auth == Hierarchies.PLATFORM || (auth == target && !on);
    if (!allowed || (target == Hierarchies.PLATFORM && on)) {
      throw new CommandException(ResponseCode.AUTH_TYPE);
    }
    state.hierarchies.enable(target, on);
    state.pcrs.forgetSaved();
  }

  private void changeAuth(Request request) throws CommandException {
    CommandReader in = request.parameters().parameter(1);
    byte[] auth = Authorizer.withoutTrailingZeros(in.sized(EngineState.MAX_DIGEST));
    in.finish();
    state.hierarchies.setAuth(request.handle(0), auth);
    state.pcrs.forgetSaved();
  }

  private void clear(Request request) throws CommandException {
    request.parameters().finish();
    state.hierarchies.clear();
    state.sequences.clear();
    state.pcrs.countClear();
  }
}
