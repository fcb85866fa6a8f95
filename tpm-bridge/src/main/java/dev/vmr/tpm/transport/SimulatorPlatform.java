package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandWriter;
import java.io.IOException;
import java.util.Set;

/**
 * The platform port of the Microsoft simulator's protocol (docs/tpm-bridge.md, section 4).
 *
 * <p>TSS.Java puts a length of 4 before every code. It arrives here as code 4, physical presence
 * off, which is harmless; each is acknowledged, and that client leaves half of that unread.
 */
final class SimulatorPlatform implements Protocol {
  private static final int POWER_ON = 1;
  private static final int POWER_OFF = 2;
  private static final int PHYS_PRES_ON = 3;
  private static final int PHYS_PRES_OFF = 4;
  private static final int HASH_START = 5;
  private static final int HASH_DATA = 6;
  private static final int HASH_END = 7;
  private static final int CANCEL_ON = 9;
  private static final int RESET = 17;
  private static final int RESTART = 18;
  private static final int STOP = 21;
  private static final int GET_COMMAND_RESPONSE_SIZES = 25;
  private static final int ACT_GET_SIGNALED = 26;

  /** Cancel off, NV on and off, key cache on and off: no matter. */
  private static final Set<Integer> ACKNOWLEDGED = Set.of(10, 11, 12, 13, 14);

  private static final int MAX_HASH_DATA = 1 << 20;

  private final Tpm tpm;
  private final PlatformBacklog backlog;
  private final Runnable shutdown;

  SimulatorPlatform(Tpm tpm, PlatformBacklog backlog, Runnable shutdown) {
    this.tpm = tpm;
    this.backlog = backlog;
    this.shutdown = shutdown;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    SimulatorReader in = new SimulatorReader(connection);
    backlog.opened(connection);
    try {
      boolean more = true;
      while (more) {
        int code = (int) in.number();
        backlog.begun();
        try {
          more = step(code, in, connection);
        } finally {
          backlog.done();
        }
      }
    } finally {
      backlog.closed(connection);
    }
  }

  private boolean step(int code, SimulatorReader in, Connection connection) throws IOException {
    switch (code) {
      case POWER_ON -> {
        if (!tpm.running()) {
          tpm.init();
        }
      }
      case POWER_OFF -> tpm.stop();
      case RESET, RESTART -> whenOn(tpm::init);
      case PHYS_PRES_ON, PHYS_PRES_OFF -> tpm.physicalPresence(code == PHYS_PRES_ON);
      case HASH_START -> whenOn(tpm::hashStart);
      case HASH_DATA -> {
        long size = in.number();
        byte[] data = size < 0 || size > MAX_HASH_DATA ? null : in.bytes((int) size);
        if (data == null) {
          return false;
        }
        whenOn(() -> tpm.hashData(data));
      }
      case HASH_END -> whenOn(tpm::hashEnd);
      case CANCEL_ON -> whenOn(tpm::cancel);
      case GET_COMMAND_RESPONSE_SIZES -> {
        int size = tpm.bufferSize();
        connection.write(new CommandWriter().u32(8).u32(size).u32(size).u32(0).toByteArray());
        return true;
      }
      case ACT_GET_SIGNALED -> {
        if (in.number() < 0) {
          return false;
        }
        connection.write(new CommandWriter().u32(0).u32(0).toByteArray());
        return true;
      }
      case STOP -> {
        shutdown.run();
        return false;
      }
      default -> {
        if (!ACKNOWLEDGED.contains(code)) {
          return false; // session end, the end of the connection, or unknown
        }
      }
    }
    connection.write(Frames.done());
    return true;
  }

  private void whenOn(Runnable action) {
    if (tpm.running()) {
      action.run();
    }
  }
}
