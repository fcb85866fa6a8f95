package dev.vmr.ima.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.ima.ImaLists;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is staged and what is current are read as one list (docs/ima.md, section 9). */
class ListFilesTest {
  private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");

  @TempDir Path folder;
  private ListFiles files;

  @BeforeEach
  void write() throws IOException {
    files = new ListFiles(folder.toRealPath().resolve("list"));
    Files.write(files.staged(), entry("/staged"));
    Files.write(files.current(), entry("/current"));
  }

  private static byte[] entry(String path) {
    return ImaLists.entry(path, new byte[] {1}, null, ByteOrder.LITTLE_ENDIAN);
  }

  private static @Nullable Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException e) {
      return null; // closed since it was listed
    }
  }

  private static boolean isOpen(Path file) throws IOException {
    try (var descriptors = Files.newDirectoryStream(OWN_DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (file.equals(target(descriptor))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The staged list keeps the kernel from moving entries between the two until both were read. */
  private ListFiles.Visitor holding(List<Path> seen, List<Path> loose) {
    return (entry, from, behind) -> {
      seen.add(from);
      try {
        if (!isOpen(files.staged())) {
          loose.add(from);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return true;
    };
  }

  @Test
  void theStagedListIsHeldWhileTheCurrentOneIsRead() throws Exception {
    List<Path> seen = new ArrayList<>();
    List<Path> loose = new ArrayList<>();
    files.read(holding(seen, loose));
    assertThat(seen).containsExactly(files.staged(), files.current());
    assertThat(loose).isEmpty();
    assertThat(isOpen(files.staged())).isFalse();
  }

  @Test
  void itIsHeldEvenWhenItIsEmpty() throws Exception {
    Files.write(files.staged(), new byte[0]);
    List<Path> seen = new ArrayList<>();
    List<Path> loose = new ArrayList<>();
    files.read(holding(seen, loose));
    assertThat(seen).containsExactly(files.current());
    assertThat(loose).isEmpty();
  }
}
