package dev.vmr.cli;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.checkpoint.CheckpointFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a checkpoint (docs/checkpoint.md, section 4). */
final class CheckpointFile {
  private final Path path;

  CheckpointFile(Path path) {
    this.path = path;
  }

  /**
   * The checkpoint in it, or the start of any log when there is no such file.
   *
   * @throws EvidenceException when it is something else
   */
  Checkpoint read(HashAlgorithm algorithm) throws IOException, EvidenceException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] text = in.readNBytes(Checkpoint.MAX_SIZE + 1);
      return Checkpoint.parse(new String(text, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Checkpoint.start(algorithm);
    } catch (CheckpointFormatException e) {
      throw new EvidenceException(path + " is no checkpoint: " + e.getMessage());
    }
  }

  /** Replaces it: after a crash it is the old one or the new one. */
  void write(Checkpoint checkpoint) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Path next =
        Files.createTempFile(
            folder,
            ".checkpoint",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer text = ByteBuffer.wrap(checkpoint.format().getBytes(StandardCharsets.US_ASCII));
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    }
  }
}
