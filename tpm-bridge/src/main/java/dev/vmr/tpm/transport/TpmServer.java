package dev.vmr.tpm.transport;

import dev.vmr.linux.VtpmProxy;
import dev.vmr.tpm.Tpm;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A TPM that clients can reach in one of the ways of docs/tpm-bridge.md, section 4. */
public final class TpmServer implements Closeable {
  private static final long REGISTRATION_MILLIS = 20_000;

  private final String description;
  private final List<Closeable> servers = new ArrayList<>();

  private TpmServer(String description) {
    this.description = description;
  }

  /**
   * swtpm's sockets.
   *
   * @param data the data socket
   * @param control the control socket, which also takes data channels (QEMU)
   * @param shutdown what the control command SHUTDOWN does; the TPM itself is left as it is
   */
  public static TpmServer swtpm(Tpm tpm, Path data, Path control, Runnable shutdown)
      throws IOException {
    TpmServer server = new TpmServer("swtpm:path=" + data);
    AtomicInteger locality = new AtomicInteger();
    return server.closing(
        () -> {
          server.add("swtpm control", Listener.unix(control, true), tpm, locality, shutdown);
          server.add(
              "swtpm data", Listener.unix(data, false), new CommandStream(tpm, locality::get));
        });
  }

  /** swtpm's control socket alone; the data channel comes through it, as QEMU does it. */
  public static TpmServer swtpmControl(Tpm tpm, Path control, Runnable shutdown)
      throws IOException {
    TpmServer server = new TpmServer("swtpm-ctrl:path=" + control);
    return server.closing(
        () ->
            server.add(
                "swtpm control", Listener.unix(control, true), tpm, new AtomicInteger(), shutdown));
  }

  /** swtpm over TCP on the loopback: data on {@code port}, control on the next. */
  public static TpmServer swtpm(Tpm tpm, int port, Runnable shutdown) throws IOException {
    TpmServer server = new TpmServer("swtpm:host=127.0.0.1,port=" + port);
    AtomicInteger locality = new AtomicInteger();
    return server.closing(
        () -> {
          server.add("swtpm control", Listener.tcp(port + 1), tpm, locality, shutdown);
          server.add("swtpm data", Listener.tcp(port), new CommandStream(tpm, locality::get));
        });
  }

  /**
   * The Microsoft simulator's protocol over TCP on the loopback: commands on {@code port}, platform
   * on the next.
   *
   * @param shutdown what the platform command STOP does
   */
  public static TpmServer mssim(Tpm tpm, int port, Runnable shutdown) throws IOException {
    TpmServer server = new TpmServer("mssim:host=127.0.0.1,port=" + port);
    PlatformBacklog backlog = new PlatformBacklog();
    return server.closing(
        () -> {
          server.add(
              "mssim platform",
              Listener.tcp(port + 1),
              new SimulatorPlatform(tpm, backlog, shutdown));
          server.add(
              "mssim command", Listener.tcp(port), new SimulatorCommands(tpm, backlog, shutdown));
        });
  }

  /** A plain stream of commands and responses at locality 0, over a unix socket. */
  public static TpmServer raw(Tpm tpm, Path path) throws IOException {
    TpmServer server = new TpmServer("cmd:socat - UNIX-CONNECT:" + path);
    return server.closing(
        () -> server.add("raw", Listener.unix(path, false), new CommandStream(tpm, () -> 0)));
  }

  /**
   * A device of the kernel this runs on, {@code /dev/tpmN} with its resource manager {@code
   * /dev/tpmrmN}.
   *
   * @throws IOException when there is no {@code /dev/vtpmx}, this process may not use it, or the
   *     kernel does not take the TPM
   */
  public static TpmServer vtpmx(Tpm tpm) throws IOException {
    VtpmProxy proxy = VtpmProxy.create();
    TpmServer server = new TpmServer("device:/dev/tpmrm" + proxy.number());
    return server.closing(
        () -> {
          KernelDevice device = KernelDevice.start(proxy, tpm);
          server.servers.add(device);
          device.awaitRegistration(
              Path.of("/sys/class/tpm/tpm" + proxy.number()), REGISTRATION_MILLIS);
        });
  }

  private interface Opening {
    void run() throws IOException;
  }

  /** Opens all listeners or none. */
  private TpmServer closing(Opening opening) throws IOException {
    try {
      opening.run();
      return this;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void add(String name, Listener listener, Protocol protocol) {
    servers.add(new ConnectionServer(name, listener).start(protocol));
  }

  private void add(
      String name, Listener listener, Tpm tpm, AtomicInteger locality, Runnable shutdown) {
    ConnectionServer server = new ConnectionServer(name, listener);
    Protocol data = new CommandStream(tpm, locality::get);
    boolean descriptors = listener.passesDescriptors();
    servers.add(
        server.start(
            new ControlChannel(
                tpm, locality, descriptors, passed -> server.adopt(passed, data), shutdown)));
  }

  /** As tpm2-tss would be told to connect, in the form of a TCTI configuration. */
  public String description() {
    return description;
  }

  @Override
  public void close() throws IOException {
    for (Closeable server : servers) {
      server.close();
    }
  }
}
