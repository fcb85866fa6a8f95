package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.ResponseCode;
import java.util.List;

/**
 * Startup, Shutdown, the self tests, random numbers and the clock (Part 3, sections 9, 10, 16, 29).
 */
final class StartCommands {
  private static final int SU_CLEAR = 0;
  private static final int SU_STATE = 1;
  private static final int MAX_ALGORITHMS = 64;
  private static final int MAX_STIR = 128;

  private final EngineState state;

  StartCommands(EngineState state) {
    this.state = state;
  }

  List<CommandSpec> specs() {
    return List.of(
        spec(CommandCode.STARTUP, CommandSpec.NV | CommandSpec.NO_SESSIONS, this::startup),
        spec(CommandCode.SHUTDOWN, CommandSpec.NV, this::shutdown),
        spec(CommandCode.SELF_TEST, CommandSpec.NV, this::selfTest),
        spec(CommandCode.INCREMENTAL_SELF_TEST, CommandSpec.NV, this::incrementalSelfTest),
        spec(CommandCode.GET_TEST_RESULT, CommandSpec.ENCRYPT, this::testResult),
        spec(CommandCode.GET_RANDOM, CommandSpec.ENCRYPT, this::getRandom),
        spec(CommandCode.STIR_RANDOM, CommandSpec.NV | CommandSpec.DECRYPT, this::stirRandom),
        spec(CommandCode.READ_CLOCK, 0, this::readClock));
  }

  private static CommandSpec spec(int code, int flags, CommandSpec.Action action) {
    return new CommandSpec(code, flags, List.of(), 0, action);
  }

  private static boolean isState(CommandReader in) throws CommandException {
    int type = in.u16();
    if (type != SU_CLEAR && type != SU_STATE) {
      throw in.refuse(ResponseCode.VALUE);
    }
    in.finish();
    return type == SU_STATE;
  }

  private void startup(Request request) throws CommandException {
    if (state.started()) {
      throw new CommandException(ResponseCode.INITIALIZE);
    }
    CommandReader in = request.parameters().parameter(1);
    boolean resume = isState(in);
    if (request.locality() != 0 && request.locality() != 3) {
      throw new CommandException(ResponseCode.LOCALITY);
    }
    if (!resume) {
      state.startClear(request.locality());
    } else if (state.pcrs.hasSaved()) {
      state.startState();
    } else {
      throw in.refuse(ResponseCode.VALUE);
    }
  }

  private void shutdown(Request request) throws CommandException {
    boolean save = isState(request.parameters().parameter(1));
    if (save) {
      state.pcrs.save();
    } else {
      state.pcrs.forgetSaved();
    }
  }

  private void selfTest(Request request) throws CommandException {
    request.parameters().parameter(1).yesNo();
    request.parameters().finish();
  }

  /** Nothing is left to test, whatever was asked for. */
  private void incrementalSelfTest(Request request) throws CommandException {
    CommandReader in = request.parameters().parameter(1);
    long count = in.u32();
    if (count > MAX_ALGORITHMS) {
      throw in.refuse(ResponseCode.SIZE);
    }
    for (long i = 0; i < count; i++) {
      in.u16();
    }
    in.finish();
    request.answer().u32(0);
  }

  private void testResult(Request request) throws CommandException {
    request.parameters().finish();
    request.answer().u16(0).u32(ResponseCode.SUCCESS);
  }

  private void getRandom(Request request) throws CommandException {
    int wanted = request.parameters().parameter(1).u16();
    request.parameters().finish();
    request.answer().sized(state.randomBytes(Math.min(wanted, EngineState.MAX_DIGEST)));
  }

  private void stirRandom(Request request) throws CommandException {
    byte[] data = request.parameters().parameter(1).sized(MAX_STIR);
    request.parameters().finish();
    state.random.setSeed(data); // supplements the seed, as SecureRandom documents
  }

  /** A TPMS_TIME_INFO (Part 2, section 10.11.6). */
  private void readClock(Request request) throws CommandException {
    request.parameters().finish();
    long time = state.time();
    request.answer().u64(time).u64(time).u32(state.resets()).u32(state.restarts()).u8(1);
  }
}
