package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * swtpm's control channel (docs/tpm-bridge.md, section 4): a 32-bit code and its arguments, each
 * answered with a 32-bit result and its values, in one write.
 */
final class ControlChannel implements Protocol {
  private static final int GET_CAPABILITY = 0x01;
  private static final int INIT = 0x02;
  private static final int SHUTDOWN = 0x03;
  private static final int GET_TPMESTABLISHED = 0x04;
  private static final int SET_LOCALITY = 0x05;
  private static final int HASH_START = 0x06;
  private static final int HASH_DATA = 0x07;
  private static final int HASH_END = 0x08;
  private static final int CANCEL_TPM_CMD = 0x09;
  private static final int STORE_VOLATILE = 0x0A;
  private static final int RESET_TPMESTABLISHED = 0x0B;
  private static final int GET_STATEBLOB = 0x0C;
  private static final int SET_STATEBLOB = 0x0D;
  private static final int STOP = 0x0E;
  private static final int GET_CONFIG = 0x0F;
  private static final int SET_DATAFD = 0x10;
  private static final int SET_BUFFERSIZE = 0x11;
  private static final int GET_INFO = 0x12;
  private static final int LOCK_STORAGE = 0x13;

  private static final int BAD_PARAMETER = 0x03;
  private static final int FAIL = 0x09;
  private static final int BAD_ORDINAL = 0x0A;
  private static final int IO_ERROR = 0x1F;
  private static final int BAD_LOCALITY = 0x3D;

  private static final int CAPABILITIES = 0x1FFFF;

  /** What only a TPM with states has: GET_STATEBLOB and SET_STATEBLOB. */
  private static final int STATEBLOBS = 0x300;

  /** The flag of INIT. */
  private static final int DELETE_VOLATILE = 1;

  private static final int DATAFD = 0x1000;

  /** What swtpm_ioctl hashes at once; others send more. */
  private static final int USUAL_REQUEST = 8 + 4096;

  private static final int MAX_TEXT = 3072;
  private static final Duration REST_OF_A_REQUEST = Duration.ofMillis(500);

  private final Tpm tpm;
  private final AtomicInteger locality;
  private final boolean descriptors;
  private final Consumer<Connection> data;
  private final Runnable shutdown;

  /**
   * A control channel.
   *
   * @param locality where the locality of the data channel is kept
   * @param descriptors whether SET_DATAFD is offered
   * @param data what serves a data channel that was passed; returns at once
   * @param shutdown what SHUTDOWN does once it is answered; the TPM itself is left as it is
   */
  ControlChannel(
      Tpm tpm,
      AtomicInteger locality,
      boolean descriptors,
      Consumer<Connection> data,
      Runnable shutdown) {
    this.tpm = tpm;
    this.locality = locality;
    this.descriptors = descriptors;
    this.data = data;
    this.shutdown = shutdown;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new Session(connection).run();
  }

  private final class Session {
    private final Connection connection;
    private final RequestBuffer in;
    private final @Nullable ControlStates states;
    private boolean hasData;

    Session(Connection connection) {
      this.connection = connection;
      this.states = tpm.states().map(ControlStates::new).orElse(null);
      this.in = new RequestBuffer(connection, USUAL_REQUEST, REST_OF_A_REQUEST);
    }

    void run() throws IOException {
      boolean more = true;
      while (more && in.await()) {
        more = step();
      }
    }

    private boolean step() throws IOException {
      int length = in.awaitRest(4) ? requestSize(in.int32(0)) : Integer.MAX_VALUE;
      if (length == Integer.MAX_VALUE || !in.awaitRest(length)) {
        connection.write(Frames.number(BAD_PARAMETER));
        return false;
      }
      int code = in.int32(0);
      byte[] request = in.copy(4, length);
      in.drop(end(code, length));
      connection.write(answer(code, request));
      if (code == SHUTDOWN) {
        shutdown.run();
      }
      return code != SHUTDOWN;
    }

    /**
     * QEMU pads the one byte of a locality to four with zeros, and no code begins with three. Where
     * an unknown request ends is unknown: all that came with it is dropped.
     */
    private int end(int code, int length) {
      if (code < GET_CAPABILITY || code > LOCK_STORAGE) {
        return in.size();
      }
      boolean locality = code == SET_LOCALITY || code == RESET_TPMESTABLISHED;
      boolean padded =
          locality
              && in.size() >= 8
              && (in.int32(4) & 0xFFFFFF) == 0
              && (in.size() == 8 || in.u8(8) == 0);
      return padded ? 8 : length;
    }

    private int requestSize(int code) throws IOException {
      return switch (code) {
        case INIT, SET_BUFFERSIZE, LOCK_STORAGE -> 8;
        case SET_LOCALITY, RESET_TPMESTABLISHED -> 5;
        case GET_INFO -> 20;
        case GET_STATEBLOB -> 16;
        case HASH_DATA -> counted(8, StateBlob.LARGEST);
        case SET_STATEBLOB -> counted(16, StateBlob.LARGEST);
        default -> 4;
      };
    }

    /**
     * The size of a request whose head ends in the size of what follows; the largest number when
     * that is more than it may be.
     */
    private int counted(int head, int most) throws IOException {
      long claimed = in.awaitRest(head) ? Integer.toUnsignedLong(in.int32(head - 4)) : 0;
      return claimed > most ? Integer.MAX_VALUE : head + (int) claimed;
    }

    private byte[] answer(int code, byte[] request) {
      if (code == SET_DATAFD) {
        return Frames.number(setData());
      }
      connection.takePassed().ifPresent(Connection::close);
      if (states != null && code == GET_STATEBLOB) {
        return tpm.running()
            ? states.get(Frames.int32(request, 4), Frames.int32(request, 8))
            : Frames.number(BAD_ORDINAL);
      }
      if (states != null && code == SET_STATEBLOB) {
        byte[] blob = Arrays.copyOfRange(request, 12, request.length);
        return Frames.number(
            tpm.running() ? BAD_ORDINAL : states.set(Frames.int32(request, 4), blob));
      }
      return ControlChannel.this.answer(code, request);
    }

    private int setData() {
      var passed = connection.takePassed();
      if (!descriptors) {
        return BAD_ORDINAL;
      }
      if (passed.isEmpty() || hasData) {
        passed.ifPresent(Connection::close);
        return IO_ERROR;
      }
      hasData = true;
      data.accept(passed.get());
      return 0;
    }
  }

  private byte[] answer(int code, byte[] request) {
    return switch (code) {
      case GET_CAPABILITY -> new CommandWriter().u64(capabilities()).toByteArray();
      case GET_TPMESTABLISHED ->
          tpm.running()
              ? new CommandWriter().u32(0).u8(tpm.established() ? 1 : 0).u8(0).u16(0).toByteArray()
              : Frames.number(BAD_ORDINAL);
      case SET_BUFFERSIZE -> bufferSize(Frames.int32(request, 0));
      case GET_CONFIG -> new CommandWriter().u32(0).u32(0).toByteArray();
      case GET_INFO -> info(Frames.int32(request, 4), Frames.int32(request, 8));
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
      case INIT -> {
        return init(Frames.int32(request, 0));
      }
      case STOP -> tpm.stop();
      case SHUTDOWN -> {} // the client is done; what the PCRs hold stays until the next INIT
      case SET_LOCALITY -> {
        if (request[0] < 0 || request[0] > Tpm.MAX_LOCALITY) {
          return BAD_LOCALITY;
        }
        locality.set(request[0]);
      }
      case RESET_TPMESTABLISHED -> {
        if (!running) {
          return BAD_ORDINAL;
        }
        if (!tpm.resetEstablished(request[0] & 0xFF)) {
          return BAD_LOCALITY;
        }
      }
      case LOCK_STORAGE -> {} // there is no storage that another process could hold
      case STORE_VOLATILE -> {
        return running ? storeVolatile() : BAD_ORDINAL;
      }
      case HASH_START, HASH_DATA, HASH_END, CANCEL_TPM_CMD -> {
        if (!running) {
          return BAD_ORDINAL;
        }
        runningOnly(code, request);
      }
      default -> {
        return BAD_ORDINAL;
      }
    }
    return 0;
  }

  private void runningOnly(int code, byte[] request) {
    switch (code) {
      case HASH_START -> tpm.hashStart();
      case HASH_DATA -> tpm.hashData(Arrays.copyOfRange(request, 4, request.length));
      case HASH_END -> tpm.hashEnd();
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
      return IO_ERROR;
    }
    return on ? 0 : FAIL;
  }

  /** A TPM without states keeps nothing that could be stored. */
  private int storeVolatile() {
    try {
      if (tpm.states().isPresent()) {
        tpm.states().get().storeVolatile();
      }
      return 0;
    } catch (IOException e) {
      return IO_ERROR;
    }
  }

  private byte[] bufferSize(int unsigned) {
    int wanted = unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    if (wanted != 0 && tpm.running()) {
      return Frames.number(BAD_ORDINAL);
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
      return Frames.number(BAD_PARAMETER);
    }
    byte[] part = Arrays.copyOfRange(text, offset, Math.min(text.length, offset + MAX_TEXT));
    return new CommandWriter().u32(0).u32(text.length).u32(part.length).bytes(part).toByteArray();
  }
}
