package dev.vmr.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.vmr.tpm.engine.LibtpmsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a TPM client sends: no crash, no hang, no record of what was refused, exactly the record
 * of what was not, and the next client is served. {@code -Dvmr.hostile=100000} sends more, {@code
 * -Dvmr.hostile.seed=…} others.
 */
class HostileClientIT {
  private static final int COUNT = Integer.getInteger("vmr.hostile", 20_000);
  private static final long SEED = Long.getLong("vmr.hostile.seed", 20261125);

  @TempDir Path folder;

  @ParameterizedTest
  @Execution(CONCURRENT)
  @ValueSource(strings = {"pcr-only", "libtpms"})
  void doesNoHarm(String engine) throws Exception {
    assumeTrue(
        engine.equals("pcr-only") || LibtpmsEngine.present(), "skipped: libtpms is not installed");
    Files.createDirectory(folder.resolve("sockets"));
    Path output = folder.resolve("output");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                HostileCommands.class.getName(),
                engine,
                folder.toString(),
                Integer.toString(COUNT),
                Long.toString(SEED))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("MALLOC_PERTURB_", "165"); // what was freed is not what it was
    Process process = builder.start();
    boolean ended = process.waitFor(60 + COUNT / 200, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    List<String> lines = Files.readAllLines(output);
    assertThat(ended && process.exitValue() == 0)
        .as("%s; the last command: %s", String.join("\n", lines), last())
        .isTrue();
    lines.stream().filter(line -> line.startsWith(engine)).forEach(System.out::println);
  }

  private String last() throws Exception {
    Path file = folder.resolve("last");
    return Files.exists(file)
        ? HostileCommands.lastCommand(java.nio.ByteBuffer.wrap(Files.readAllBytes(file)))
        : "none";
  }
}
