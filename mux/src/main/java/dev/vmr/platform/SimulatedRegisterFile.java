package dev.vmr.platform;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The register file of docs/simulated-platform.md, section 2, held by one process. */
final class SimulatedRegisterFile implements AutoCloseable {
  static final int REGISTERS = 5;
  private static final int BOOT_OFFSET = 32;
  private static final int MRTD_OFFSET = 48;
  private static final int VALUE_SIZE = 48;
  private static final int RUNTIME_OFFSET = MRTD_OFFSET + VALUE_SIZE;
  private static final int COUNT_SIZE = 8;
  private static final int RUNTIME_SIZE = COUNT_SIZE + 2 * VALUE_SIZE;
  private static final int SIZE = RUNTIME_OFFSET + (REGISTERS - 1) * RUNTIME_SIZE;
  private static final byte[] HEAD =
      Arrays.copyOf("vmr simulated registers 2\n".getBytes(StandardCharsets.US_ASCII), BOOT_OFFSET);
  private static final VarHandle COUNT =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final RandomAccessFile file;
  private final MappedByteBuffer content;

  /** What the file holds, as far as it was read: nobody else writes it while it is locked. */
  private final @Nullable Digest[] values = new Digest[REGISTERS];

  private boolean closed;

  private SimulatedRegisterFile(RandomAccessFile file, MappedByteBuffer content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Opens the file for the machine's boot, making it when it is missing or of another boot.
   *
   * @throws IOException when it is not such a file, or another process holds it
   */
  static SimulatedRegisterFile open(Path path, UUID bootId, Digest mrtd) throws IOException {
    if (!Files.exists(path)) {
      create(path, bootId, mrtd);
    }
    SimulatedRegisterFile file = lock(path);
    if (file.bootId().equals(bootId)) {
      return file;
    }
    file.close();
    create(path, bootId, mrtd);
    return lock(path);
  }

  private static void create(Path path, UUID bootId, Digest mrtd) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(SIZE);
    content.put(HEAD);
    content.putLong(bootId.getMostSignificantBits()).putLong(bootId.getLeastSignificantBits());
    content.put(mrtd.toByteArray());
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.write(fresh, content.array());
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static SimulatedRegisterFile lock(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (file.getChannel().tryLock() == null) {
        throw new IOException(path + " is in use by another process");
      }
      return map(path, file);
    } catch (OverlappingFileLockException e) {
      file.close();
      throw new IOException(path + " is open in this process already", e);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static SimulatedRegisterFile map(Path path, RandomAccessFile file) throws IOException {
    if (file.length() == SIZE) {
      MappedByteBuffer content = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
      if (Arrays.equals(HEAD, bytes(content, 0, BOOT_OFFSET))) {
        return new SimulatedRegisterFile(file, content);
      }
    }
    throw new IOException(path + " is not a file of simulated registers, version 2");
  }

  private static byte[] bytes(ByteBuffer content, int at, int size) {
    byte[] bytes = new byte[size];
    content.get(at, bytes);
    return bytes;
  }

  private UUID bootId() {
    return new UUID(content.getLong(BOOT_OFFSET), content.getLong(BOOT_OFFSET + Long.BYTES));
  }

  /**
   * The value of a register; 0 is mrtd, 1 to 4 are rtmr0 to rtmr3.
   *
   * @throws IOException when it is closed, or somebody has cut the file
   */
  synchronized Digest read(int slot) throws IOException {
    requireOpen();
    Digest known = values[slot];
    if (known == null) {
      try {
        int at =
            slot == 0 ? MRTD_OFFSET : place(slot, (long) COUNT.getAcquire(content, start(slot)));
        known = Digest.of(HashAlgorithm.SHA384, bytes(content, at, VALUE_SIZE));
      } catch (InternalError e) { // how the JVM reports SIGBUS
        throw new IOException("the file of simulated registers cannot be read", e);
      }
      values[slot] = known;
    }
    return known;
  }

  /**
   * Extends a runtime register, so that a killed process leaves the old value or the new.
   *
   * @throws IOException when the file's page is not to be had: it was cut, or its disk is full
   */
  synchronized void extend(int slot, Digest digest) throws IOException {
    Digest extended = new RegisterBank(read(slot)).extendedBy(digest).value();
    values[slot] = null; // until the stores are known to have been done
    try {
      long next = (long) COUNT.get(content, start(slot)) + 1;
      content.put(place(slot, next), extended.toByteArray());
      COUNT.setRelease(content, start(slot), next);
    } catch (InternalError e) {
      throw new IOException("the file of simulated registers cannot be written", e);
    }
    values[slot] = extended;
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the simulated registers are closed");
    }
  }

  private static int start(int slot) {
    return RUNTIME_OFFSET + (slot - 1) * RUNTIME_SIZE;
  }

  private static int place(int slot, long count) {
    return start(slot) + COUNT_SIZE + (int) (count & 1) * VALUE_SIZE;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    file.close();
  }
}
