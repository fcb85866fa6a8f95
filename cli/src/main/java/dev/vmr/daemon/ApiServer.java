package dev.vmr.daemon;

import dev.vmr.daemon.varlink.ServiceInfo;
import dev.vmr.daemon.varlink.VarlinkInterface;
import dev.vmr.daemon.varlink.VarlinkSession;
import dev.vmr.linux.PeerCredentials;
import dev.vmr.linux.UnixConnection;
import dev.vmr.linux.UnixListener;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The API socket: a varlink session for each connection, on a thread of its own. */
final class ApiServer implements Closeable {
  private static final int MAX_CONNECTIONS = 256;
  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

  private final UnixListener listener;
  private final ServiceInfo info;
  private final Function<Caller, VarlinkInterface> registers;
  private final Set<UnixConnection> open = ConcurrentHashMap.newKeySet();
  private final Semaphore slots = new Semaphore(MAX_CONNECTIONS);
  private volatile boolean closed;

  private ApiServer(
      UnixListener listener, ServiceInfo info, Function<Caller, VarlinkInterface> registers) {
    this.listener = listener;
    this.info = info;
    this.registers = registers;
  }

  /**
   * Starts serving.
   *
   * @param registers makes the interface that a caller talks to
   */
  static ApiServer start(
      Path socket, int mode, ServiceInfo info, Function<Caller, VarlinkInterface> registers)
      throws IOException {
    ApiServer server = new ApiServer(UnixListener.bind(socket, mode), info, registers);
    thread("api accept", server::accept);
    return server;
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!closed) {
      try {
        slots.acquire();
        UnixConnection connection = listener.accept();
        open.add(connection);
        thread("api client", () -> serve(connection));
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        slots.release();
        if (!closed && !pause(e)) {
          return;
        }
      }
    }
  }

  /** Out of descriptors, most likely: to go on at once would only spin. */
  private static boolean pause(IOException e) {
    LOG.log(System.Logger.Level.WARNING, "API: " + e.getMessage());
    try {
      Thread.sleep(100);
      return true;
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  private void serve(UnixConnection connection) {
    try {
      PeerCredentials peer = connection.peer();
      Caller caller = new Caller(peer.uid(), peer.gid(), peer.pid());
      new VarlinkSession(
              new BufferedInputStream(in(connection)),
              out(connection),
              connection::connected,
              info,
              List.of(registers.apply(caller)))
          .run();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "API: " + e.getMessage());
    } finally {
      connection.close();
      open.remove(connection);
      slots.release();
    }
  }

  private static InputStream in(UnixConnection connection) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return connection.read(target, offset, length);
      }
    };
  }

  private static OutputStream out(UnixConnection connection) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] data, int offset, int length) throws IOException {
        connection.write(data, offset, length);
      }
    };
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    open.forEach(UnixConnection::close);
  }
}
