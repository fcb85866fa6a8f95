package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connected unix stream socket. One thread may read while another writes; {@link #close} from a
 * third wakes both.
 */
public final class UnixConnection implements Closeable {
  private static final int BUFFER = 1 << 13;
  private static final long POLL_NANOS = 50_000;

  private final Descriptor descriptor;
  private final Object reading = new Object();
  private final Object writing = new Object();
  private final Memory readBuffer = new Memory(BUFFER);
  private final Memory writeBuffer = new Memory(BUFFER);
  private final ByteBuffer read = readBuffer.getByteBuffer(0, BUFFER);
  private final ByteBuffer written = writeBuffer.getByteBuffer(0, BUFFER);
  private final AncillaryMessage ancillary = new AncillaryMessage(readBuffer);
  private boolean receiving;
  private boolean polling;
  private @Nullable UnixConnection received;

  UnixConnection(int number) {
    this.descriptor = new Descriptor(number);
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
    synchronized (reading) {
      receiving = true;
    }
  }

  /**
   * From now on a read asks for some microseconds before it lets the thread sleep: for a peer who
   * sends his next request as soon as he has an answer, and whom two context switches would cost
   * more than the request itself. Does nothing on a machine with one processor.
   */
  public void poll() {
    synchronized (reading) {
      polling = Runtime.getRuntime().availableProcessors() > 1;
    }
  }

  /**
   * Reads what is there, waiting for at least one byte.
   *
   * @return how many bytes, 1 to {@code length}; -1 at the end
   * @throws SocketTimeoutException when nothing came in the time that was set
   */
  public int read(byte[] target, int offset, int length) throws IOException {
    synchronized (reading) {
      long want = Math.min(length, BUFFER);
      long count = descriptor.use(socket -> receive(socket, want));
      if (count > 0) {
        read.get(0, target, offset, (int) count);
      }
      return count > 0 ? (int) count : -1;
    }
  }

  private long receive(int socket, long want) throws IOException {
    if (polling && !receiving) {
      long buffer = Pointer.nativeValue(readBuffer);
      long end = System.nanoTime() + POLL_NANOS;
      do {
        long count = PollingLibc.recv(socket, buffer, want, Libc.MSG_DONTWAIT);
        if (count >= 0) {
          return count;
        }
        Thread.onSpinWait();
      } while (System.nanoTime() < end);
    }
    while (true) {
      try {
        if (!receiving) {
          return Libc.recv(socket, readBuffer, want, 0);
        }
        long count = Libc.recvmsg(socket, ancillary.prepare(want), Libc.MSG_CMSG_CLOEXEC);
        ancillary.descriptors().forEach(this::keep);
        return count;
      } catch (LastErrorException e) {
        int error = e.getErrorCode();
        if (error == Libc.EAGAIN) {
          throw new SocketTimeoutException("nothing came in time");
        }
        if (error == Libc.ECONNRESET) {
          return 0;
        }
        if (error != Libc.EINTR) {
          throw Libc.failed("receive", e);
        }
      }
    }
  }

  private void keep(int number) {
    if (received == null) {
      received = new UnixConnection(number);
    } else {
      Libc.closeQuietly(number);
    }
  }

  /** The descriptor that came with what was read, taken to be a connected stream socket. */
  public Optional<UnixConnection> takeReceived() {
    synchronized (reading) {
      UnixConnection taken = received;
      received = null;
      return Optional.ofNullable(taken);
    }
  }

  /** Whether the other end has not closed, as far as the kernel knows; reads nothing. */
  public boolean connected() {
    return peek(true);
  }

  /** Whether bytes have come that nobody has read yet; reads nothing. */
  public boolean pending() {
    return peek(false);
  }

  private boolean peek(boolean whenNothing) {
    try {
      return descriptor.use(
          socket -> {
            try (Memory peeked = new Memory(1)) {
              return Libc.recv(socket, peeked, 1, Libc.MSG_PEEK | Libc.MSG_DONTWAIT) > 0;
            } catch (LastErrorException e) {
              boolean nothing = e.getErrorCode() == Libc.EAGAIN || e.getErrorCode() == Libc.EINTR;
              return nothing && whenNothing;
            }
          });
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes all of it. */
  public void write(byte[] data, int offset, int length) throws IOException {
    synchronized (writing) {
      int done = 0;
      while (done < length) {
        int part = Math.min(length - done, BUFFER);
        written.put(0, data, offset + done, part);
        done += descriptor.use(socket -> send(socket, writeBuffer, part));
      }
    }
  }

  private static int send(int socket, Pointer buffer, long length) throws IOException {
    while (true) {
      try {
        return (int) Libc.send(socket, buffer, length, Libc.MSG_NOSIGNAL);
      } catch (LastErrorException e) {
        if (e.getErrorCode() != Libc.EINTR) {
          throw Libc.failed("send", e);
        }
      }
    }
  }

  /** Writes {@code data}, at least one byte, and passes a copy of another socket with it. */
  public void write(byte[] data, UnixConnection passed) throws IOException {
    synchronized (writing) {
      writeBuffer.write(0, data, 0, data.length);
      AncillaryMessage message = new AncillaryMessage(writeBuffer);
      long sent =
          passed.descriptor.use(
              number ->
                  descriptor.use(
                      socket -> {
                        try {
                          return Libc.sendmsg(
                              socket,
                              message.prepareSending(data.length, number),
                              Libc.MSG_NOSIGNAL);
                        } catch (LastErrorException e) {
                          throw Libc.failed("sendmsg", e);
                        }
                      }));
      if (sent != data.length) {
        throw new IOException("sendmsg: only " + sent + " of " + data.length + " bytes");
      }
    }
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
