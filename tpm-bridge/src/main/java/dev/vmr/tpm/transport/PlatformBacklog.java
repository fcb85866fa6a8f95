package dev.vmr.tpm.transport;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the platform port of the simulator's protocol has been sent and has not done yet.
 *
 * <p>TSS.Java does not wait for all acknowledgements, so that what it sends to the command port may
 * be here before its power-off of a while ago has been done. It meant them in the order in which it
 * sent them.
 */
final class PlatformBacklog {
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger working = new AtomicInteger();

  void opened(Connection connection) {
    connections.add(connection);
  }

  void closed(Connection connection) {
    connections.remove(connection);
  }

  /** A request has been read. */
  void begun() {
    working.incrementAndGet();
  }

  /** A request that was read has been done. */
  void done() {
    working.decrementAndGet();
  }

  /** Whether nothing that was sent is left to do. */
  boolean empty() {
    return connections.stream().noneMatch(PlatformBacklog::pending) && working.get() == 0;
  }

  private static boolean pending(Connection connection) {
    try {
      return connection.pending();
    } catch (IOException e) {
      return false; // it is gone
    }
  }
}
