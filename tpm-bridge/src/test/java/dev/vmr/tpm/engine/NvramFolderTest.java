package dev.vmr.tpm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvramFolderTest {
  private static final byte[] STATE = "state\n\0".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @Test
  void givesBackWhatWasStored() throws IOException {
    try (NvramFolder nvram = NvramFolder.open(folder.resolve("tpm"))) {
      assertThat(nvram.load("permall")).isEmpty();
      for (byte[] state : new byte[][] {STATE, new byte[0], new byte[100_000]}) {
        nvram.store("permall", state);
        assertThat(nvram.load("permall")).hasValue(state);
      }
      assertThat(nvram.load("volatilestate")).isEmpty();
      nvram.delete("permall");
      nvram.delete("permall");
      assertThat(nvram.load("permall")).isEmpty();
    }
  }

  @Test
  void aWriteThatDidNotEndChangesNothing() throws IOException {
    try (NvramFolder nvram = NvramFolder.open(folder)) {
      nvram.store("permall", STATE);
      Files.write(folder.resolve("permall.new"), new byte[3]);
      assertThat(nvram.load("permall")).hasValue(STATE);
    }
  }

  @Test
  void reportsEveryTruncationAndEveryChangedByte() throws IOException {
    try (NvramFolder nvram = NvramFolder.open(folder)) {
      nvram.store("permall", STATE);
      Path file = folder.resolve("permall");
      byte[] whole = Files.readAllBytes(file);
      Random random = new Random(1);
      for (int i = 0; i < whole.length; i++) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) (1 + random.nextInt(255));
        for (byte[] content : new byte[][] {Arrays.copyOf(whole, i), changed}) {
          Files.write(file, content);
          assertThatThrownBy(() -> nvram.load("permall"))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("permall is damaged");
        }
      }
      Files.write(file, Arrays.copyOf(whole, whole.length + 1));
      assertThatThrownBy(() -> nvram.load("permall")).isInstanceOf(IOException.class);
      Files.write(file, new byte[(1 << 20) + 1]);
      assertThatThrownBy(() -> nvram.load("permall")).hasMessageContaining("larger");
    }
  }

  @Test
  void oneStateIsNotAnother() throws IOException {
    try (NvramFolder nvram = NvramFolder.open(folder)) {
      nvram.store("permall", STATE);
      Files.move(folder.resolve("permall"), folder.resolve("volatilestate"));
      assertThatThrownBy(() -> nvram.load("volatilestate")).hasMessageContaining("damaged");
    }
  }

  @Test
  void aFolderHasOneUserAtATime() throws IOException {
    try (NvramFolder nvram = NvramFolder.open(folder)) {
      assertThatThrownBy(() -> NvramFolder.open(folder)).hasMessageContaining("in use");
      assertThat(nvram.load("permall")).isEmpty();
    }
    NvramFolder.open(folder).close();
  }
}
