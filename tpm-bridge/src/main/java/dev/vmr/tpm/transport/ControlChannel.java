package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import java.io.IOException;
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
  /** What swtpm_ioctl hashes at once; others send more. */
  private static final int USUAL_REQUEST = 8 + 4096;

  private static final Duration REST_OF_A_REQUEST = Duration.ofMillis(500);

  private final Tpm tpm;
  private final ControlRequests requests;
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
    this.requests = new ControlRequests(tpm, locality, descriptors);
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
        connection.write(Frames.number(ControlCode.BAD_PARAMETER));
        return false;
      }
      int code = in.int32(0);
      byte[] request = in.copy(4, length);
      in.drop(end(code, length));
      connection.write(answer(code, request));
      if (code == ControlCode.SHUTDOWN) {
        shutdown.run();
      }
      return code != ControlCode.SHUTDOWN;
    }

    /**
     * QEMU pads the one byte of a locality to four with zeros, and no code begins with three. Where
     * an unknown request ends is unknown: all that came with it is dropped.
     */
    private int end(int code, int length) {
      if (code < ControlCode.GET_CAPABILITY || code > ControlCode.LOCK_STORAGE) {
        return in.size();
      }
      boolean locality =
          code == ControlCode.SET_LOCALITY || code == ControlCode.RESET_TPMESTABLISHED;
      boolean padded =
          locality
              && in.size() >= 8
              && (in.int32(4) & 0xFFFFFF) == 0
              && (in.size() == 8 || in.u8(8) == 0);
      return padded ? 8 : length;
    }

    private int requestSize(int code) throws IOException {
      return switch (code) {
        case ControlCode.INIT, ControlCode.SET_BUFFERSIZE, ControlCode.LOCK_STORAGE -> 8;
        case ControlCode.SET_LOCALITY, ControlCode.RESET_TPMESTABLISHED -> 5;
        case ControlCode.GET_INFO -> 20;
        case ControlCode.GET_STATEBLOB -> 16;
        case ControlCode.HASH_DATA -> counted(8, StateBlob.LARGEST);
        case ControlCode.SET_STATEBLOB -> counted(16, StateBlob.LARGEST);
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
      if (code == ControlCode.SET_DATAFD) {
        return Frames.number(setData());
      }
      connection.takePassed().ifPresent(Connection::close);
      if (states != null && code == ControlCode.GET_STATEBLOB) {
        return tpm.running()
            ? states.get(Frames.int32(request, 4), Frames.int32(request, 8))
            : Frames.number(ControlCode.BAD_ORDINAL);
      }
      if (states != null && code == ControlCode.SET_STATEBLOB) {
        byte[] blob = Arrays.copyOfRange(request, 12, request.length);
        return Frames.number(
            tpm.running() ? ControlCode.BAD_ORDINAL : states.set(Frames.int32(request, 4), blob));
      }
      return requests.answer(code, request);
    }

    private int setData() {
      var passed = connection.takePassed();
      if (!descriptors) {
        return ControlCode.BAD_ORDINAL;
      }
      if (passed.isEmpty() || hasData) {
        passed.ifPresent(Connection::close);
        return ControlCode.IO_ERROR;
      }
      hasData = true;
      data.accept(passed.get());
      return 0;
    }
  }
}
