package dev.vmr.tests.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that others wrote. */
public final class Programs {
  private static final long PATIENCE_SECONDS = 520;

  private Programs() {}

  /** Skips the test when a program is not installed. */
  public static void require(String... names) {
    for (String name : names) {
      boolean there =
          Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
      assumeTrue(there, "skipped: " + name + " is not installed");
    }
  }

  /** Runs one to its end, in the folder; gives its exit code and all that it wrote. */
  public static VmrProcess.Result run(
      Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "program", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " does not end");
    }
    return new VmrProcess.Result(
        process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
  }
}
