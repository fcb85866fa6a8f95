package dev.vmr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.verify.EvidenceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootPcrFilesTest {
  @TempDir Path folder;

  private Path file(long size) throws IOException {
    Path file = folder.resolve("file");
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(size);
    }
    return file;
  }

  @Test
  void valuesAreRead() throws Exception {
    Path file =
        Files.writeString(folder.resolve("pcrs"), "sha1:\n  10: 0x" + "ab".repeat(20) + "\n");
    assertThat(BootPcrFiles.values(file)).hasSize(1);
  }

  @Test
  void aFileThatIsTooLargeIsRefusedAndNotCut() throws IOException {
    Path log = file((16 << 20) + 1);
    assertThatThrownBy(() -> BootPcrFiles.firmwareLog(log))
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("more than 16777216 bytes");
    assertThatThrownBy(() -> BootPcrFiles.ofFirmwareLog(log)).isInstanceOf(EvidenceException.class);
    Path pcrs = file((1 << 20) + 1);
    assertThatThrownBy(() -> BootPcrFiles.values(pcrs))
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void whatIsNoFileIsSaidToBeNone() {
    assertThatThrownBy(() -> BootPcrFiles.values(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> BootPcrFiles.values(folder)).isInstanceOf(IOException.class);
  }
}
