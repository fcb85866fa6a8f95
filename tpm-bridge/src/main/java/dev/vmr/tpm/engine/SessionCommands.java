package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.ResponseCode;
import java.util.List;

/** StartAuthSession and FlushContext (Part 3, sections 11.1 and 28.4). */
final class SessionCommands {
  private static final int SE_HMAC = 0x00;
  private static final int MIN_NONCE = 16;
  private static final int TYPE_SHIFT = 24;
  private static final int POLICY_TYPE = 0x03;

  private final EngineState state;

  SessionCommands(EngineState state) {
    this.state = state;
  }

  List<CommandSpec> specs() {
    return List.of(
        new CommandSpec(
            CommandCode.START_AUTH_SESSION,
            CommandSpec.DECRYPT | CommandSpec.ANSWERS_HANDLE,
            List.of(HandleKind.OBJECT_OR_NULL, HandleKind.ENTITY_OR_NULL),
            0,
            this::start),
        new CommandSpec(
            CommandCode.FLUSH_CONTEXT, CommandSpec.NO_SESSIONS, List.of(), 0, this::flush));
  }

  /** Sessions that are salted, bound or of a policy need keys; there are none here. */
  private void start(Request request) throws CommandException {
    CommandReader in = request.parameters();
    byte[] nonceCaller = in.parameter(1).sized(EngineState.MAX_DIGEST);
    byte[] salt = in.parameter(2).sized(EngineState.MAX_BUFFER);
    int type = in.parameter(3).u8();
    if (type != SE_HMAC) {
      throw in.refuse(ResponseCode.VALUE);
    }
    ParameterCipher cipher = ParameterCipher.read(in.parameter(4), Authorizer.sessionAlgorithms());
    HashAlgorithm algorithm = in.parameter(5).hash(Authorizer.sessionAlgorithms());
    in.finish();
    if (request.handle(0) != Hierarchies.NULL) {
      throw new CommandException(ResponseCode.handle(ResponseCode.HANDLE, 1));
    }
    if (salt.length > 0) {
      throw in.parameter(2).refuse(ResponseCode.VALUE);
    }
    if (nonceCaller.length < MIN_NONCE || nonceCaller.length > algorithm.size()) {
      throw in.parameter(1).refuse(ResponseCode.SIZE);
    }
    byte[] nonce = state.randomBytes(nonceCaller.length);
    int handle =
        state
            .sessions
            .freeHandle()
            .orElseThrow(() -> new CommandException(ResponseCode.SESSION_MEMORY));
    state.sessions.put(handle, new AuthSession(handle, algorithm, cipher, nonce));
    request.answerHandle(handle);
    request.answer().sized(nonce);
  }

  private void flush(Request request) throws CommandException {
    CommandReader in = request.parameters().parameter(1);
    int handle = in.i32();
    in.finish();
    int type = handle >>> TYPE_SHIFT;
    boolean session = type == EngineState.FIRST_SESSION >>> TYPE_SHIFT || type == POLICY_TYPE;
    if (!session && type != EngineState.FIRST_SEQUENCE >>> TYPE_SHIFT) {
      throw in.refuse(ResponseCode.VALUE);
    }
    if (!(session ? state.sessions.remove(handle) : state.sequences.remove(handle))) {
      throw in.refuse(ResponseCode.HANDLE);
    }
  }
}
