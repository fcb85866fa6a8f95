package dev.vmr.platform.tsmmr;

import dev.vmr.linux.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The system calls that this package makes. Failures of the kernel are {@link
 * dev.vmr.linux.SystemCallException}s.
 */
interface AttributeFiles {
  /** The kernel's. */
  AttributeFiles KERNEL =
      new AttributeFiles() {
        @Override
        public byte[] readOnce(Path file, int limit) throws IOException {
          return KernelFile.readOnce(file, limit);
        }

        @Override
        public byte[] readAll(Path file, int limit) throws IOException {
          return KernelFile.readAll(file, limit);
        }

        @Override
        public void writeOnce(Path file, byte[] data) throws IOException {
          KernelFile.writeOnce(file, data);
        }

        @Override
        public void makeFolder(Path folder) throws IOException {
          Files.createDirectory(folder);
        }

        @Override
        public void removeFolder(Path folder) throws IOException {
          Files.deleteIfExists(folder);
        }
      };

  byte[] readOnce(Path file, int limit) throws IOException;

  byte[] readAll(Path file, int limit) throws IOException;

  void writeOnce(Path file, byte[] data) throws IOException;

  void makeFolder(Path folder) throws IOException;

  void removeFolder(Path folder) throws IOException;
}
