package dev.vmr.tpm.engine;

import static dev.vmr.tpm.engine.PcrState.BANKS;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.ResponseCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hash, and the hash and event sequences (Part 3, sections 15.4 and 17). */
final class SequenceCommands {
  private static final int ALG_NULL = 0x0010;
  private static final int TAG_HASHCHECK = 0x8024;
  private static final int PROOF_SIZE = 64;
  private static final List<HandleKind> SEQUENCE = List.of(HandleKind.SEQUENCE);

  private final EngineState state;
  private final byte[] proof;

  SequenceCommands(EngineState state) {
    this.state = state;
    this.proof = state.randomBytes(PROOF_SIZE);
  }

  List<CommandSpec> specs() {
    return List.of(
        new CommandSpec(
            CommandCode.HASH, CommandSpec.DECRYPT | CommandSpec.ENCRYPT, List.of(), 0, this::hash),
        new CommandSpec(
            CommandCode.HASH_SEQUENCE_START,
            CommandSpec.DECRYPT | CommandSpec.ANSWERS_HANDLE,
            List.of(),
            0,
            this::start),
        new CommandSpec(
            CommandCode.SEQUENCE_UPDATE, CommandSpec.DECRYPT, SEQUENCE, 1, this::update),
        new CommandSpec(
            CommandCode.SEQUENCE_COMPLETE,
            CommandSpec.DECRYPT | CommandSpec.ENCRYPT | CommandSpec.FLUSHED,
            SEQUENCE,
            1,
            this::complete),
        new CommandSpec(
            CommandCode.EVENT_SEQUENCE_COMPLETE,
            CommandSpec.DECRYPT | CommandSpec.FLUSHED | CommandSpec.NV,
            List.of(HandleKind.PCR_OR_NULL, HandleKind.SEQUENCE),
            2,
            this::completeEvent));
  }

  private void hash(Request request) throws CommandException {
    CommandReader in = request.parameters();
    byte[] data = in.parameter(1).sized(EngineState.MAX_BUFFER);
    HashAlgorithm algorithm = in.parameter(2).hash(BANKS);
    int hierarchy = hierarchy(in.parameter(3));
    in.finish();
    Sequence sequence = new Sequence(new byte[0], algorithm);
    sequence.update(data);
    answer(request.answer(), sequence, hierarchy);
  }

  private void start(Request request) throws CommandException {
    CommandReader in = request.parameters();
    byte[] auth = in.parameter(1).sized(EngineState.MAX_DIGEST);
    HashAlgorithm algorithm = algorithmOrNull(in.parameter(2));
    in.finish();
    Sequence sequence = new Sequence(Authorizer.withoutTrailingZeros(auth), algorithm);
    int handle =
        state
            .sequences
            .freeHandle()
            .orElseThrow(() -> new CommandException(ResponseCode.OBJECT_MEMORY));
    state.sequences.put(handle, sequence);
    request.answerHandle(handle);
  }

  private static @Nullable HashAlgorithm algorithmOrNull(CommandReader in) throws CommandException {
    int id = in.u16();
    for (HashAlgorithm algorithm : BANKS) {
      if (algorithm.tcgId() == id) {
        return algorithm;
      }
    }
    if (id != ALG_NULL) {
      throw in.refuse(ResponseCode.HASH);
    }
    return null;
  }

  private void update(Request request) throws CommandException {
    byte[] data = request.parameters().parameter(1).sized(EngineState.MAX_BUFFER);
    request.parameters().finish();
    sequence(request.handle(0), 1).update(data);
  }

  private void complete(Request request) throws CommandException {
    CommandReader in = request.parameters();
    byte[] data = in.parameter(1).sized(EngineState.MAX_BUFFER);
    int hierarchy = hierarchy(in.parameter(2));
    in.finish();
    Sequence sequence = sequence(request.handle(0), 1);
    if (sequence.event()) {
      throw new CommandException(ResponseCode.handle(ResponseCode.MODE, 1));
    }
    sequence.update(data);
    answer(request.answer(), sequence, hierarchy);
    state.sequences.remove(request.handle(0));
  }

  private void completeEvent(Request request) throws CommandException {
    byte[] data = request.parameters().parameter(1).sized(EngineState.MAX_BUFFER);
    request.parameters().finish();
    Sequence sequence = sequence(request.handle(1), 2);
    if (!sequence.event()) {
      throw new CommandException(ResponseCode.handle(ResponseCode.MODE, 2));
    }
    int pcr = request.handle(0);
    if (pcr != Hierarchies.NULL) {
      PcrCommands.checkExtendable(pcr, request.locality());
    }
    sequence.update(data);
    List<Digest> digests = sequence.complete();
    if (pcr != Hierarchies.NULL) {
      state.pcrs.extend(pcr, digests);
    }
    state.sequences.remove(request.handle(1));
    request.answer().digestValues(digests);
  }

  private Sequence sequence(int handle, int number) throws CommandException {
    Sequence sequence = state.sequences.find(handle);
    if (sequence == null) {
      throw new CommandException(ResponseCode.REFERENCE_H0 + number - 1);
    }
    return sequence;
  }

  private int hierarchy(CommandReader in) throws CommandException {
    int hierarchy = in.i32();
    boolean known =
        hierarchy == Hierarchies.OWNER
            || hierarchy == Hierarchies.ENDORSEMENT
            || hierarchy == Hierarchies.PLATFORM
            || hierarchy == Hierarchies.NULL;
    if (!known) {
      throw in.refuse(ResponseCode.VALUE);
    }
    if (!state.hierarchies.enabled(hierarchy)) {
      throw in.refuse(ResponseCode.HIERARCHY);
    }
    return hierarchy;
  }

  /** The digest and a TPMT_TK_HASHCHECK, which is null where none may be given. */
  private void answer(CommandWriter out, Sequence sequence, int hierarchy) {
    Digest digest = sequence.complete().get(0);
    out.sized(digest.toByteArray()).u16(TAG_HASHCHECK);
    if (hierarchy == Hierarchies.NULL || !sequence.safe()) {
      out.u32(Hierarchies.NULL).u16(0);
      return;
    }
    byte[] ticket =
        KeyDerivation.hmac(
            HashAlgorithm.SHA512,
            proof,
            List.of(
                new CommandWriter()
                    .u16(TAG_HASHCHECK)
                    .u32(hierarchy)
                    .u16(digest.algorithm().tcgId())
                    .digest(digest)
                    .toByteArray()));
    out.u32(hierarchy).sized(ticket);
  }
}
