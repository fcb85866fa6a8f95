package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a TPM's states in files (docs/tpm-bridge.md, section 6). A file is replaced as a whole and
 * is on the disk when {@link #store} returns. One process has a folder at a time.
 */
public final class NvramFolder implements Nvram {
  private static final String HEAD = "vmr tpm-state 1 ";
  private static final int HASH_HEX = 64;
  private static final int LARGEST = 1 << 20;

  private final Path folder;
  private final FileChannel lock;

  private NvramFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is made if need be.
   *
   * @throws IOException when another process has it, or it cannot be used
   */
  public static NvramFolder open(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new NvramFolder(folder, lock);
      }
    } catch (OverlappingFileLockException e) {
      lock.close();
      throw new IOException("the TPM state in " + folder + " is in use", e);
    }
    lock.close();
    throw new IOException("the TPM state in " + folder + " is in use by another process");
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static String head(String name, byte[] state) {
    return HEAD + name + " sha256/" + HashAlgorithm.SHA256.hash(state).hex() + "\n";
  }

  @Override
  public Optional<byte[]> load(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > LARGEST) {
      throw damaged(file, "it is larger than any TPM state");
    }
    byte[] content = Files.readAllBytes(file);
    int head = (HEAD + name + " sha256/").length() + HASH_HEX + 1;
    if (content.length < head) {
      throw damaged(file, "it ends in its first line");
    }
    byte[] state = Arrays.copyOfRange(content, head, content.length);
    byte[] expected = head(name, state).getBytes(StandardCharsets.US_ASCII);
    if (!Arrays.equals(expected, Arrays.copyOf(content, head))) {
      throw damaged(file, "its first line is not that of its content");
    }
    return Optional.of(state);
  }

  private static IOException damaged(Path file, String why) {
    return new IOException(
        "the TPM state "
            + file
            + " is damaged: "
            + why
            + "; put back a copy, or remove it to make"
            + " a new TPM");
  }

  @Override
  public void store(String name, byte[] state) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            permissions("rw-------"))) {
      write(out, head(name, state).getBytes(StandardCharsets.US_ASCII));
      write(out, state);
      out.force(true);
    }
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
  }

  private static void write(FileChannel out, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /** The new name of a file is on the disk when its folder is. */
  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    if (Files.deleteIfExists(folder.resolve(name))) {
      syncFolder();
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /** Lets another process have the folder. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
