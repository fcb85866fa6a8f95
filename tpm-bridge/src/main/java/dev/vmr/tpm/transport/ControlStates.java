package dev.vmr.tpm.transport;

import dev.vmr.tpm.RefusedStateException;
import dev.vmr.tpm.TpmStates;
import dev.vmr.tpm.command.CommandWriter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The state blobs of one control connection (docs/tpm-bridge.md, section 7): GET_STATEBLOB and
 * SET_STATEBLOB of swtpm.
 */
final class ControlStates {
  private static final System.Logger LOG = System.getLogger(ControlStates.class.getName());

  private static final int PERMANENT = 1;
  private static final int VOLATILE = 2;

  /** Of TPM 1.2; a TPM 2.0 has none. */
  private static final int SAVED = 3;

  private final TpmStates states;

  /** What is being given out, and of which type it is. */
  private byte @Nullable [] current;

  private int currentType;

  ControlStates(TpmStates states) {
    this.states = states;
  }

  /** GET_STATEBLOB: result, flags, size of the blob, size of what follows, the blob from there. */
  byte[] get(int type, int offset) {
    if (type != PERMANENT && type != VOLATILE) {
      return answer(ControlCode.RETRY, 0, new byte[0]);
    }
    byte[] blob = current;
    if (offset == 0 || blob == null || currentType != type) {
      try {
        blob = StateBlob.of(states.save(kind(type)));
        if (type == VOLATILE) {
          states.dropVolatile(); // as swtpm does: who has it now goes on from it
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "no state is given: " + e.getMessage());
        return answer(ControlCode.FAIL, 0, new byte[0]);
      }
      current = blob;
      currentType = type;
    }
    return offset < 0 || offset > blob.length
        ? answer(0, 0, new byte[0])
        : answer(0, blob.length, Arrays.copyOfRange(blob, offset, blob.length));
  }

  private static byte[] answer(int result, int size, byte[] data) {
    int total = size == 0 ? 0 : data.length; // as swtpm does, what is left from the offset on
    return new CommandWriter()
        .u32(result)
        .u32(0)
        .u32(total)
        .u32(data.length)
        .bytes(data)
        .toByteArray();
  }

  /** SET_STATEBLOB of a TPM without power: the result. */
  int set(int type, byte[] blob) {
    try {
      if (type != PERMANENT && type != VOLATILE) {
        return type == SAVED ? saved(blob) : ControlCode.BAD_PARAMETER;
      }
      if (blob.length > 0) {
        states.load(kind(type), StateBlob.state(blob));
      } else if (type == VOLATILE) {
        states.dropVolatile();
      }
      return 0;
    } catch (RefusedStateException e) {
      LOG.log(System.Logger.Level.WARNING, "a state is refused: " + e.getMessage());
      return e.result();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a state is not stored: " + e.getMessage());
      return ControlCode.FAIL;
    }
  }

  private static int saved(byte[] blob) throws RefusedStateException {
    if (blob.length == 0) {
      return 0;
    }
    StateBlob.state(blob); // what is no blob at all is refused as such
    return ControlCode.BAD_TYPE;
  }

  private static TpmStates.Kind kind(int type) {
    return type == PERMANENT ? TpmStates.Kind.PERMANENT : TpmStates.Kind.VOLATILE;
  }
}
