package dev.vmr.tests.corpora;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Evidence that others made; it lies beside the project, or where $VMR_CORPORA says. */
public final class Corpora {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpora() {}

  /** The folder of a kind of cases; the test is skipped when there is none. */
  static Path folder(String kind) {
    Optional<String> absent = absent(kind);
    assumeTrue(absent.isEmpty(), () -> absent.orElse(""));
    return path(kind);
  }

  /** Why tests of a kind of cases are skipped, if they are. */
  static Optional<String> absent(String kind) {
    String what = kind.isEmpty() ? "there are no corpora" : "there is no corpus " + kind;
    return Files.isDirectory(path(kind))
        ? Optional.empty()
        : Optional.of("skipped: " + what + " (set VMR_CORPORA, or put them beside the project)");
  }

  /** Where a kind of cases is, if it is anywhere. */
  public static Path path(String kind) {
    return Optional.ofNullable(System.getenv("VMR_CORPORA"))
        .map(Path::of)
        .orElseGet(() -> root().resolveSibling("shared").resolve("corpora"))
        .resolve(kind);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("vmr"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  static JsonNode facts(Path folder) throws IOException {
    return JSON.readTree(folder.resolve("expected.json").toFile()).path("checked").path("facts");
  }
}
