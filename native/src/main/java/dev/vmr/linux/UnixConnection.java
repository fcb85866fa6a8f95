package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A connected unix stream socket. One thread may read while another writes; {@link #close} from a
 * third wakes both.
 */
public final class UnixConnection implements Closeable {
  private final Descriptor descriptor;
  private final SocketInput input;
  private final SocketOutput output;

  UnixConnection(int number) {
    this.descriptor = new Descriptor(number);
    this.input = new SocketInput(descriptor);
    this.output = new SocketOutput(descriptor);
  }

  /** Connects to a listener. */
  public static UnixConnection connect(Path path) throws IOException {
    int socket = open();
    try {
      byte[] address = UnixAddress.of(path);
      Libc.connect(socket, address, address.length);
      return new UnixConnection(socket);
    } catch (LastErrorException e) {
      Libc.closeQuietly(socket);
      throw Libc.failed("connect to " + path, e);
    } catch (IOException e) {
      Libc.closeQuietly(socket);
      throw e;
    }
  }

  static int open() throws IOException {
    try {
      return Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0);
    } catch (LastErrorException e) {
      throw Libc.failed("socket", e);
    }
  }

  /** Two connections that are each other's ends. */
  public static UnixConnection[] pair() throws IOException {
    int[] numbers = new int[2];
    try {
      Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, numbers);
    } catch (LastErrorException e) {
      throw Libc.failed("socketpair", e);
    }
    return new UnixConnection[] {new UnixConnection(numbers[0]), new UnixConnection(numbers[1])};
  }

  /** From now on takes descriptors that come with the data; see {@link #takeReceived}. */
  public void acceptDescriptors() {
    input.acceptDescriptors();
  }

  /**
   * From now on a read asks for some microseconds before it lets the thread sleep: for a peer who
   * sends his next request as soon as he has an answer, and whom two context switches would cost
   * more than the request itself. Does nothing on a machine with one processor.
   */
  public void poll() {
    input.poll();
  }

  /**
   * Reads what is there, waiting for at least one byte.
   *
   * @return how many bytes, 1 to {@code length}; -1 at the end
   * @throws SocketTimeoutException when nothing came in the time that was set
   */
  public int read(byte[] target, int offset, int length) throws IOException {
    return input.read(target, offset, length);
  }

  /** The descriptor that came with what was read, taken to be a connected stream socket. */
  public Optional<UnixConnection> takeReceived() {
    return input.takeReceived();
  }

  /** Whether the other end has not closed, as far as the kernel knows; reads nothing. */
  public boolean connected() {
    return input.peek(true);
  }

  /** Whether bytes have come that nobody has read yet; reads nothing. */
  public boolean pending() {
    return input.peek(false);
  }

  /** Writes all of it. */
  public void write(byte[] data, int offset, int length) throws IOException {
    output.write(data, offset, length);
  }

  /** Writes {@code data}, at least one byte, and passes a copy of another socket with it. */
  public void write(byte[] data, UnixConnection passed) throws IOException {
    output.write(data, passed.descriptor);
  }

  /** Who is at the other end. */
  public PeerCredentials peer() throws IOException {
    return descriptor.use(SocketOptions::peer);
  }

  /** How long {@link #read} waits at the most; zero for ever. */
  public void readTimeout(Duration timeout) throws IOException {
    descriptor.use(
        socket -> {
          SocketOptions.readTimeout(socket, timeout);
          return socket;
        });
  }

  @Override
  public void close() {
    descriptor.close();
    takeReceived().ifPresent(UnixConnection::close); // waits for a reader, who has been woken
  }
}
