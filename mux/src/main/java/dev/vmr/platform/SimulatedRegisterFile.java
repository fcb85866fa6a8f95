package dev.vmr.platform;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
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
  private static final int VALUES_OFFSET = 48;
  private static final int VALUE_SIZE = 48;
  private static final int SIZE = VALUES_OFFSET + REGISTERS * VALUE_SIZE;
  private static final byte[] HEAD =
      Arrays.copyOf("vmr simulated registers 1\n".getBytes(StandardCharsets.US_ASCII), BOOT_OFFSET);

  private final RandomAccessFile file;

  /** What the file holds, as far as it was read: nobody else writes it while it is locked. */
  private final @Nullable Digest[] values = new Digest[REGISTERS];

  private SimulatedRegisterFile(RandomAccessFile file) {
    this.file = file;
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
    UUID written = file.check(path);
    if (written.equals(bootId)) {
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
      @Nullable FileLock lock = file.getChannel().tryLock();
      if (lock != null) {
        return new SimulatedRegisterFile(file);
      }
    } catch (OverlappingFileLockException e) {
      file.close();
      throw new IOException(path + " is open in this process already", e);
    }
    file.close();
    throw new IOException(path + " is in use by another process");
  }

  private UUID check(Path path) throws IOException {
    byte[] content = new byte[SIZE];
    boolean whole = file.length() == SIZE;
    if (whole) {
      file.readFully(content);
    }
    if (!whole || !Arrays.equals(HEAD, Arrays.copyOf(content, BOOT_OFFSET))) {
      close();
      throw new IOException(path + " is not a file of simulated registers, version 1");
    }
    ByteBuffer id = ByteBuffer.wrap(content, BOOT_OFFSET, 16);
    return new UUID(id.getLong(), id.getLong());
  }

  /** The value of a register; 0 is mrtd, 1 to 4 are rtmr0 to rtmr3. */
  synchronized Digest read(int slot) throws IOException {
    Digest known = values[slot];
    if (known == null) {
      byte[] value = new byte[VALUE_SIZE];
      file.seek(position(slot));
      file.readFully(value);
      known = Digest.of(HashAlgorithm.SHA384, value);
      values[slot] = known;
    }
    return known;
  }

  /**
   * Extends a register with one write, so that a killed process leaves the old value or the new.
   */
  synchronized void extend(int slot, Digest digest) throws IOException {
    Digest extended = new RegisterBank(read(slot)).extendedBy(digest).value();
    values[slot] = null; // until the write is known to have been done
    file.seek(position(slot));
    file.write(extended.toByteArray());
    values[slot] = extended;
  }

  private static long position(int slot) {
    return VALUES_OFFSET + (long) slot * VALUE_SIZE;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
