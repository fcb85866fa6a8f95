package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A unix stream socket that others connect to. */
public final class UnixListener implements Closeable {
  private static final int BACKLOG = 128;

  private final Path path;
  private final Descriptor descriptor;

  private UnixListener(Path path, int number) {
    this.path = path;
    this.descriptor = new Descriptor(number);
  }

  /**
   * Makes the socket. One that nobody listens on any more is replaced.
   *
   * @param mode who may connect: write permission, as in {@code 0600}
   * @throws IOException when the path holds anything else, or somebody listens there
   */
  public static UnixListener bind(Path path, int mode) throws IOException {
    removeStale(path);
    int socket = UnixConnection.open();
    try {
      byte[] address = UnixAddress.of(path);
      Libc.bind(socket, address, address.length);
      Libc.chmod(path.toString(), mode); // nobody can connect before it listens
      Libc.listen(socket, BACKLOG);
      return new UnixListener(path, socket);
    } catch (LastErrorException e) {
      Libc.closeQuietly(socket);
      throw Libc.failed("listen on " + path, e);
    } catch (IOException e) {
      Libc.closeQuietly(socket);
      throw e;
    }
  }

  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw new IOException(path + " is there and is no socket");
    }
    boolean answered = true;
    try {
      UnixConnection.connect(path).close();
    } catch (IOException e) {
      answered =
          !(e.getCause() instanceof LastErrorException error)
              || error.getErrorCode() != Libc.ECONNREFUSED;
    }
    if (answered) {
      throw new IOException(path + " is in use by another process");
    }
    Files.delete(path);
  }

  /** The socket's path, where clients connect. */
  public Path path() {
    return path;
  }

  /**
   * The next connection.
   *
   * @throws ClosedChannelException when the listener was closed
   */
  public UnixConnection accept() throws IOException {
    return descriptor.use(
        socket -> {
          while (true) {
            try {
              return new UnixConnection(
                  Libc.accept4(socket, Pointer.NULL, Pointer.NULL, Libc.SOCK_CLOEXEC));
            } catch (LastErrorException e) {
              if (descriptor.isClosed()) {
                throw new ClosedChannelException();
              }
              if (e.getErrorCode() != Libc.EINTR) {
                throw Libc.failed("accept on " + path, e);
              }
            }
          }
        });
  }

  /** Stops listening and removes the socket file. */
  @Override
  public void close() throws IOException {
    if (!descriptor.isClosed()) {
      descriptor.close();
      Files.deleteIfExists(path);
    }
  }
}
