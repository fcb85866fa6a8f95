package dev.vmr.tpm.transport;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** A TCP connection. */
final class TcpConnection implements Connection {
  private final Socket socket;

  TcpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return socket.getInputStream().read(target, offset, length);
  }

  @Override
  public boolean pending() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  @Override
  public void write(byte[] data) throws IOException {
    socket.getOutputStream().write(data);
  }

  @Override
  public void readTimeout(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone all the same
    }
  }
}
