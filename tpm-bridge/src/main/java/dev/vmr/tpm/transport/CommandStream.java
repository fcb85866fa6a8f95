package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandHeader;
import java.io.IOException;
import java.time.Duration;
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
    private final RequestBuffer in;

    Session(Connection connection) {
      this.connection = connection;
      this.in = new RequestBuffer(connection, FRAME + Tpm.MAX_BUFFER_SIZE, REST_OF_A_COMMAND);
    }

    void run() throws IOException {
      boolean more = true;
      while (more) {
        more = in.await() && step();
      }
    }

    private boolean step() throws IOException {
      if (!in.awaitRest(4)) {
        return false;
      }
      if (in.int32(0) == SEND_COMMAND) {
        return framed();
      }
      return in.awaitRest(CommandHeader.SIZE) && plain();
    }

    private boolean plain() throws IOException {
      long claimed = Integer.toUnsignedLong(in.int32(CommandHeader.SIZE_OFFSET));
      boolean possible = claimed >= CommandHeader.SIZE && claimed <= Tpm.MAX_BUFFER_SIZE;
      boolean whole = possible && in.awaitRest((int) claimed);
      boolean ends = whole && (in.size() == claimed || beginsCommand((int) claimed));
      int end = ends ? (int) claimed : in.size();
      byte[] command = in.copy(0, end);
      in.drop(end);
      connection.write(tpm.execute(command, locality.getAsInt()));
      return possible && whole;
    }

    private boolean framed() throws IOException {
      if (!in.awaitRest(FRAME)) {
        return false;
      }
      long claimed = Integer.toUnsignedLong(in.int32(FRAME - 4));
      int at = in.u8(4);
      if (claimed > Tpm.MAX_BUFFER_SIZE
          || at > Tpm.MAX_LOCALITY
          || !in.awaitRest(FRAME + (int) claimed)) {
        return false;
      }
      byte[] command = in.copy(FRAME, FRAME + (int) claimed);
      in.drop(FRAME + (int) claimed);
      connection.write(Frames.response(tpm.execute(command, at)));
      return true;
    }

    /** Whether what follows looks like a further command, plain or framed. */
    private boolean beginsCommand(int at) {
      int tag = in.size() < at + 2 ? 0 : in.u8(at) << 8 | in.u8(at + 1);
      return tag == CommandHeader.NO_SESSIONS
          || tag == CommandHeader.SESSIONS
          || (in.size() >= at + 4 && in.int32(at) == SEND_COMMAND);
    }
  }
}
