package dev.vmr.tpm.transport;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Accepts connections and serves each on a thread of its own. */
final class ConnectionServer implements Closeable {
  private static final int MAX_CONNECTIONS = 64;
  private static final System.Logger LOG = System.getLogger(ConnectionServer.class.getName());

  private final String name;
  private final Listener listener;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Semaphore slots = new Semaphore(MAX_CONNECTIONS);
  private volatile boolean closed;

  /** A server that does not accept yet. */
  ConnectionServer(String name, Listener listener) {
    this.name = name;
    this.listener = listener;
  }

  /** Starts accepting. */
  ConnectionServer start(Protocol protocol) {
    thread("accept", () -> accept(protocol));
    return this;
  }

  private void thread(String what, Runnable task) {
    Thread thread = new Thread(task, name + " " + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Protocol protocol) {
    while (!closed) {
      try {
        slots.acquire();
        serve(listener.accept(), protocol, slots::release);
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
  private boolean pause(IOException e) {
    LOG.log(System.Logger.Level.WARNING, name + ": " + e.getMessage());
    try {
      Thread.sleep(100);
      return true;
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  /** Serves a connection that did not come through the listener. */
  void adopt(Connection connection, Protocol protocol) {
    serve(connection, protocol, () -> {});
  }

  private void serve(Connection connection, Protocol protocol, Runnable done) {
    open.add(connection);
    if (closed) {
      connection.close();
    }
    thread(
        "client",
        () -> {
          try {
            protocol.serve(connection);
          } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> name + ": " + e.getMessage());
          } finally {
            connection.close();
            open.remove(connection);
            done.run();
          }
        });
  }

  /** Stops accepting and ends every connection. */
  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    open.forEach(Connection::close);
  }
}
