package dev.vmr.tests.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.tests.corpora.Corpora;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No log of 16 MiB costs more than 256 MiB of heap, itself included, or five seconds. Time is
 * compared with a bound four times as large, as other things run beside; it is printed.
 */
class HostileLogIT {
  private static final Pattern SECONDS = Pattern.compile("([0-9]+\\.[0-9]+) s  ");
  private static final double MAX_SECONDS = 20;

  @TempDir Path folder;

  @Test
  void noLogCostsTooMuch() throws Exception {
    check(folder, ReadHostileLogs.class);
  }

  /** Runs a class that prints the time of each input, and in the end {@code all read}. */
  static void check(Path folder, Class<?> reader) throws Exception {
    VmrProcess.Result result =
        Programs.run(
            folder,
            Map.of("VMR_CORPORA", Corpora.path("").toString()),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            reader.getName());
    System.out.println(result.output());
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("all read");
    Matcher seconds = SECONDS.matcher(result.output());
    while (seconds.find()) {
      assertThat(Double.parseDouble(seconds.group(1))).isLessThan(MAX_SECONDS);
    }
  }
}
