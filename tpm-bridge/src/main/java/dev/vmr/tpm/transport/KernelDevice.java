package dev.vmr.tpm.transport;

import dev.vmr.linux.VtpmProxy;
import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.ResponseCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A TPM as a device of the kernel this runs on (docs/tpm-bridge.md, section 4, vtpmx): one thread
 * reads a command, executes it and writes the response.
 */
final class KernelDevice implements Closeable {
  /** The kernel's own command, which no program can send: one byte of locality. */
  private static final int SET_LOCALITY = 0x2000_1000;

  private static final int SET_LOCALITY_SIZE = 11;
  private static final long POLL_MILLIS = 10;
  private static final System.Logger LOG = System.getLogger(KernelDevice.class.getName());

  /** Where the kernel's commands come from. */
  interface Source extends Closeable {
    /** The next whole command; empty at the end. */
    Optional<byte[]> read() throws IOException;

    /** Answers it; false when nobody waits any more. */
    boolean write(byte[] response) throws IOException;

    @Override
    void close();
  }

  private final Source source;
  private final Tpm tpm;
  private final Thread thread;
  private int locality;
  private volatile boolean closed;
  private volatile @Nullable IOException failure;

  private KernelDevice(Source source, Tpm tpm) {
    this.source = source;
    this.tpm = tpm;
    this.thread = new Thread(this::serve, "vtpmx");
    thread.setDaemon(true);
  }

  /** Serves until it is closed. */
  static KernelDevice start(Source source, Tpm tpm) {
    KernelDevice device = new KernelDevice(source, tpm);
    device.thread.start();
    return device;
  }

  /** Serves a device of this kernel. */
  static KernelDevice start(VtpmProxy proxy, Tpm tpm) {
    return start(
        new Source() {
          @Override
          public Optional<byte[]> read() throws IOException {
            return proxy.read();
          }

          @Override
          public boolean write(byte[] response) throws IOException {
            return proxy.write(response);
          }

          @Override
          public void close() {
            proxy.close();
          }
        },
        tpm);
  }

  private void serve() {
    try {
      for (Optional<byte[]> command = source.read(); command.isPresent(); command = source.read()) {
        source.write(answer(command.get())); // who does not wait for it will never have it
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      source.close();
    }
    if (!closed) {
      LOG.log(System.Logger.Level.WARNING, "the kernel has given the TPM device up" + reason());
    }
  }

  private String reason() {
    IOException e = failure;
    return e == null ? "" : ": " + e.getMessage();
  }

  private byte[] answer(byte[] command) {
    boolean setsLocality =
        command.length == SET_LOCALITY_SIZE && CommandHeader.code(command) == SET_LOCALITY;
    if (!setsLocality) {
      return tpm.execute(command, locality);
    }
    int wanted = command[SET_LOCALITY_SIZE - 1] & 0xFF;
    if (wanted > Tpm.MAX_LOCALITY) {
      return CommandHeader.response(CommandHeader.NO_SESSIONS, ResponseCode.LOCALITY);
    }
    locality = wanted;
    return CommandHeader.response(CommandHeader.NO_SESSIONS, ResponseCode.SUCCESS);
  }

  /**
   * Waits until the kernel has put the device up.
   *
   * @param sign what it makes then
   * @throws IOException when it has refused the TPM, or takes too long
   */
  void awaitRegistration(Path sign, long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!Files.exists(sign)) {
      if (!thread.isAlive()) {
        throw new IOException("the kernel does not take this TPM; dmesg may say why" + reason());
      }
      if (System.nanoTime() > end) {
        throw new IOException("the kernel has not made " + sign + " in " + millis + " ms");
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Lets the command that runs end, then removes the device. */
  @Override
  public void close() {
    closed = true;
    source.close();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
