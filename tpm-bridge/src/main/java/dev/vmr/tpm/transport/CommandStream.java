package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandHeader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * TPM commands one after another, each answered before the next is read: swtpm's data channel and
 * the plain stream (docs/tpm-bridge.md, section 4).
 *
 * <p>A command ends where its size field says. What came in one piece with it and does not look
 * like a further command was meant to be part of it: the whole piece is then the command, and the
 * TPM answers that its size is wrong. A command in the framing of the Microsoft simulator (code 8)
 * is understood too, as swtpm does.
 */
final class CommandStream implements Protocol {
  private static final int SEND_COMMAND = 8;
  private static final int FRAME = 9;
  private static final Duration REST_OF_A_COMMAND = Duration.ofSeconds(10);

  private final Tpm tpm;
  private final IntSupplier locality;

  CommandStream(Tpm tpm, IntSupplier locality) {
    this.tpm = tpm;
    this.locality = locality;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new Session(connection).run();
  }

  private final class Session {
    private final Connection connection;
    private final byte[] buffer = new byte[FRAME + Tpm.MAX_BUFFER_SIZE];
    private int size;

    Session(Connection connection) {
      this.connection = connection;
    }

    void run() throws IOException {
      boolean more = true;
      while (more) {
        more = fill(1) && step();
      }
    }

    private boolean step() throws IOException {
      if (!fillInTime(4)) {
        return false;
      }
      if (int32(0) == SEND_COMMAND) {
        return framed();
      }
      return fillInTime(CommandHeader.SIZE) && plain();
    }

    private boolean plain() throws IOException {
      long claimed = Integer.toUnsignedLong(int32(CommandHeader.SIZE_OFFSET));
      boolean possible = claimed >= CommandHeader.SIZE && claimed <= Tpm.MAX_BUFFER_SIZE;
      boolean whole = possible && fillInTime((int) claimed);
      int end = whole && (size == claimed || beginsCommand((int) claimed)) ? (int) claimed : size;
      answer(tpm.execute(take(0, end), locality.getAsInt()), false);
      return possible && whole;
    }

    private boolean framed() throws IOException {
      if (!fillInTime(FRAME)) {
        return false;
      }
      long claimed = Integer.toUnsignedLong(int32(FRAME - 4));
      int at = buffer[4] & 0xFF;
      if (claimed > Tpm.MAX_BUFFER_SIZE || at > Tpm.MAX_LOCALITY) {
        return false;
      }
      if (!fillInTime(FRAME + (int) claimed)) {
        return false;
      }
      answer(tpm.execute(take(FRAME, FRAME + (int) claimed), at), true);
      return true;
    }

    private void answer(byte[] response, boolean framed) throws IOException {
      connection.write(framed ? Frames.response(response) : response);
    }

    /** Takes {@code [from, to)} out of the buffer, and all that is before it. */
    private byte[] take(int from, int to) {
      byte[] taken = Arrays.copyOfRange(buffer, from, to);
      System.arraycopy(buffer, to, buffer, 0, size - to);
      size -= to;
      return taken;
    }

    /** Whether what follows looks like a further command, plain or framed. */
    private boolean beginsCommand(int at) {
      int tag = size < at + 2 ? 0 : (buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF);
      return tag == CommandHeader.NO_SESSIONS
          || tag == CommandHeader.SESSIONS
          || (size >= at + 4 && int32(at) == SEND_COMMAND);
    }

    private int int32(int at) {
      return Frames.int32(buffer, at);
    }

    /** Waits for the rest of a command that has begun; false when it does not come. */
    private boolean fillInTime(int wanted) throws IOException {
      if (size >= wanted) {
        return true;
      }
      connection.readTimeout(REST_OF_A_COMMAND);
      try {
        return fill(wanted);
      } catch (SocketTimeoutException e) {
        return false;
      } finally {
        connection.readTimeout(Duration.ZERO);
      }
    }

    private boolean fill(int wanted) throws IOException {
      while (size < wanted) {
        int count = connection.read(buffer, size, buffer.length - size);
        if (count < 0) {
          return false;
        }
        size += count;
      }
      return true;
    }
  }
}
