package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The command port of the Microsoft simulator's protocol (docs/tpm-bridge.md, section 4). */
final class SimulatorCommands implements Protocol {
  private static final int SEND_COMMAND = 8;
  private static final int REMOTE_HANDSHAKE = 15;
  private static final int SET_ALTERNATIVE_RESULT = 16;
  private static final int SESSION_END = 20;
  private static final int STOP = 21;

  private static final int SERVER_VERSION = 1;

  /** The platform port is there, commands are raw, physical presence can be set. */
  private static final int ENDPOINT = 1 | 4 | 8;

  /** How long a command waits for what was sent to the platform port before it. */
  private static final Duration BACKLOG = Duration.ofSeconds(5);

  /** How long it then waits for power. */
  private static final Duration POWER_ON = Duration.ofMillis(500);

  private final Tpm tpm;
  private final PlatformBacklog backlog;
  private final Runnable shutdown;

  SimulatorCommands(Tpm tpm, PlatformBacklog backlog, Runnable shutdown) {
    this.tpm = tpm;
    this.backlog = backlog;
    this.shutdown = shutdown;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    SimulatorReader in = new SimulatorReader(connection);
    boolean more = true;
    while (more) {
      more = step(in, connection);
    }
  }

  private boolean step(SimulatorReader in, Connection connection) throws IOException {
    switch ((int) in.number()) {
      case SEND_COMMAND:
        return command(in, connection);
      case REMOTE_HANDSHAKE:
        if (in.number() <= 0) {
          return false;
        }
        connection.write(
            new CommandWriter().u32(SERVER_VERSION).u32(ENDPOINT).u32(0).toByteArray());
        return true;
      case SET_ALTERNATIVE_RESULT:
        if (in.number() < 0) {
          return false;
        }
        connection.write(Frames.done());
        return true;
      case STOP:
        shutdown.run();
        return false;
      case SESSION_END:
      default:
        return false; // what is unknown cannot be skipped
    }
  }

  private boolean command(SimulatorReader in, Connection connection) throws IOException {
    byte[] locality = in.bytes(1);
    long size = in.number();
    if (locality == null || size < 0 || size > Tpm.MAX_BUFFER_SIZE) {
      return false;
    }
    byte[] command = in.bytes((int) size);
    if (command == null || locality[0] < 0 || locality[0] > Tpm.MAX_LOCALITY) {
      return false;
    }
    byte[] response = awaitPower() ? tpm.execute(command, locality[0]) : new byte[0];
    connection.write(Frames.response(response));
    return true;
  }

  /**
   * TSS.Java does not wait until power-off and power-on are acknowledged: its first command may be
   * here while the TPM still begins, or has not even ended.
   */
  private boolean awaitPower() throws IOException {
    await(backlog::empty, BACKLOG); // a request of which half never comes holds nobody up for ever
    await(tpm::running, POWER_ON);
    return tpm.running();
  }

  private static void await(BooleanSupplier condition, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }
}
