package dev.vmr.tpm.transport;

import dev.vmr.linux.UnixConnection;
import dev.vmr.linux.UnixListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Where clients connect. */
interface Listener extends Closeable {
  int BACKLOG = 128;

  /** The next connection; fails when the listener is closed. */
  Connection accept() throws IOException;

  /** Whether clients may pass descriptors. */
  default boolean passesDescriptors() {
    return false;
  }

  /** A TCP port of the loopback; 0 for one that is free. */
  static Listener tcp(int port) throws IOException {
    ServerSocket socket;
    try {
      socket = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new IOException("listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
    return new Listener() {
      @Override
      public Connection accept() throws IOException {
        return new TcpConnection(socket.accept());
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }

  /**
   * A unix socket of its owner.
   *
   * @param descriptors whether clients may pass descriptors
   */
  static Listener unix(Path path, boolean descriptors) throws IOException {
    UnixListener listener = UnixListener.bind(path, 0600);
    return new Listener() {
      @Override
      public Connection accept() throws IOException {
        UnixConnection connection = listener.accept();
        if (descriptors) {
          connection.acceptDescriptors();
        } else {
          connection.poll();
        }
        return new LocalConnection(connection);
      }

      @Override
      public boolean passesDescriptors() {
        return descriptors;
      }

      @Override
      public void close() throws IOException {
        listener.close();
      }
    };
  }
}
