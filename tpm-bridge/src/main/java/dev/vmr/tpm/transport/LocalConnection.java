package dev.vmr.tpm.transport;

import dev.vmr.linux.UnixConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A unix stream connection. */
final class LocalConnection implements Connection {
  private final UnixConnection connection;

  LocalConnection(UnixConnection connection) {
    this.connection = connection;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return connection.read(target, offset, length);
  }

  @Override
  public boolean pending() {
    return connection.pending();
  }

  @Override
  public void write(byte[] data) throws IOException {
    connection.write(data, 0, data.length);
  }

  @Override
  public void readTimeout(Duration timeout) throws IOException {
    connection.readTimeout(timeout);
  }

  @Override
  public Optional<Connection> takePassed() {
    return connection.takeReceived().map(LocalConnection::new);
  }

  @Override
  public void close() {
    connection.close();
  }
}
