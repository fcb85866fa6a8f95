package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the requests of swtpm's control channel do to the TPM, and their answers: but for those that
 * belong to one connection (docs/tpm-bridge.md, section 4).
 */
final class ControlRequests {
  private static final int CAPABILITIES = 0x1FFFF;

  /** What only a TPM with states has: GET_STATEBLOB and SET_STATEBLOB. */
  private static final int STATEBLOBS = 0x300;

  /** The flag of INIT. */
  private static final int DELETE_VOLATILE = 1;

  private static final int DATAFD = 0x1000;
  private static final int MAX_TEXT = 3072;

  private final Tpm tpm;
  private final AtomicInteger locality;
  private final boolean descriptors;

  /**
   * The requests to a TPM.
   *
   * @param locality where the locality of the data channel is kept
   * @param descriptors whether SET_DATAFD is offered
   */
  ControlRequests(Tpm tpm, AtomicInteger locality, boolean descriptors) {
    this.tpm = tpm;
    this.locality = locality;
    this.descriptors = descriptors;
  }

  /**
   * The answer, which begins with a result.
   *
   * @param request what follows the code
   */
  byte[] answer(int code, byte[] request) {
    return switch (code) {
      case ControlCode.GET_CAPABILITY -> new CommandWriter().u64(capabilities()).toByteArray();
      case ControlCode.GET_TPMESTABLISHED ->
          tpm.running()
              ? new CommandWriter().u32(0).u8(tpm.established() ? 1 : 0).u8(0).u16(0).toByteArray()
              : Frames.number(ControlCode.BAD_ORDINAL);
      case ControlCode.SET_BUFFERSIZE -> bufferSize(Frames.int32(request, 0));
      case ControlCode.GET_CONFIG -> new CommandWriter().u32(0).u32(0).toByteArray();
      case ControlCode.GET_INFO -> info(Frames.int32(request, 4), Frames.int32(request, 8));
      default -> Frames.number(result(code, request));
    };
  }

  /** The bits are those of swtpm's tpm_ioctl.h; the answer begins with a result of zero. */
  private long capabilities() {
    int without = (descriptors ? 0 : DATAFD) | (tpm.states().isPresent() ? 0 : STATEBLOBS);
    return CAPABILITIES & ~without;
  }

  private int result(int code, byte[] request) {
    boolean running = tpm.running();
    switch (code) {
      case ControlCode.INIT -> {
        return init(Frames.int32(request, 0));
      }
      case ControlCode.STOP -> tpm.stop();
      case ControlCode.SHUTDOWN -> {} // what the PCRs hold stays until the next INIT
      case ControlCode.SET_LOCALITY -> {
        if (request[0] < 0 || request[0] > Tpm.MAX_LOCALITY) {
          return ControlCode.BAD_LOCALITY;
        }
        locality.set(request[0]);
      }
      case ControlCode.RESET_TPMESTABLISHED -> {
        return running ? resetEstablished(request[0] & 0xFF) : ControlCode.BAD_ORDINAL;
      }
      case ControlCode.LOCK_STORAGE -> {} // there is no storage that another process could hold
      case ControlCode.STORE_VOLATILE -> {
        return running ? storeVolatile() : ControlCode.BAD_ORDINAL;
      }
      case ControlCode.HASH_START,
          ControlCode.HASH_DATA,
          ControlCode.HASH_END,
          ControlCode.CANCEL_TPM_CMD -> {
        if (!running) {
          return ControlCode.BAD_ORDINAL;
        }
        runningOnly(code, request);
      }
      default -> {
        return ControlCode.BAD_ORDINAL;
      }
    }
    return 0;
  }

  private int resetEstablished(int from) {
    return tpm.resetEstablished(from) ? 0 : ControlCode.BAD_LOCALITY;
  }

  private void runningOnly(int code, byte[] request) {
    switch (code) {
      case ControlCode.HASH_START -> tpm.hashStart();
      case ControlCode.HASH_DATA -> tpm.hashData(Arrays.copyOfRange(request, 4, request.length));
      case ControlCode.HASH_END -> tpm.hashEnd();
      default -> tpm.cancel();
    }
  }

  /** What was kept of a running TPM is gone on from; with the flag, only this once. */
  private int init(int flags) {
    boolean on = tpm.init();
    try {
      if ((flags & DELETE_VOLATILE) != 0 && tpm.states().isPresent()) {
        tpm.states().get().dropVolatile();
      }
    } catch (IOException e) {
      return ControlCode.IO_ERROR;
    }
    return on ? 0 : ControlCode.FAIL;
  }

  /** A TPM without states keeps nothing that could be stored. */
  private int storeVolatile() {
    try {
      if (tpm.states().isPresent()) {
        tpm.states().get().storeVolatile();
      }
      return 0;
    } catch (IOException e) {
      return ControlCode.IO_ERROR;
    }
  }

  private byte[] bufferSize(int unsigned) {
    int wanted = unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    if (wanted != 0 && tpm.running()) {
      return Frames.number(ControlCode.BAD_ORDINAL);
    }
    int size = wanted == 0 ? tpm.bufferSize() : tpm.setBufferSize(wanted);
    return new CommandWriter()
        .u32(0)
        .u32(size)
        .u32(Tpm.MIN_BUFFER_SIZE)
        .u32(Tpm.MAX_BUFFER_SIZE)
        .toByteArray();
  }

  private byte[] info(int flags, int offset) {
    byte[] text = (tpm.information(flags) + "\0").getBytes(StandardCharsets.US_ASCII);
    if (offset < 0 || offset >= text.length) {
      return Frames.number(ControlCode.BAD_PARAMETER);
    }
    byte[] part = Arrays.copyOfRange(text, offset, Math.min(text.length, offset + MAX_TEXT));
    return new CommandWriter().u32(0).u32(text.length).u32(part.length).bytes(part).toByteArray();
  }
}
