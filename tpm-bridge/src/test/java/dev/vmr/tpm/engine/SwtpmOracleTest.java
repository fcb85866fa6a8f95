package dev.vmr.tpm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.tpm.command.CommandHeader;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our engine beside swtpm, which is libtpms: the same commands, the same answers. */
class SwtpmOracleTest {
  /** What differs by design: this TPM has fewer algorithms, commands, properties; random; time. */
  private static final Set<String> DIFFERENT_BODY =
      Set.of(
          "sas",
          "cap algs",
          "cap cmds",
          "cap props",
          "cap props2",
          "cap prop 1",
          "cap prop 0",
          "cap pcrprops",
          "cap ecc",
          "cap 3",
          "cap 4",
          "readclock");

  private static final Set<String> NO_ANSWER = Set.of("short", "nine");

  @TempDir Path folder;

  @Test
  void answersAsLibtpmsDoes() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "swtpm"))),
        "skipped: swtpm is not installed");
    Path data = folder.resolve("data");
    Process swtpm =
        new ProcessBuilder(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + folder,
                "--server",
                "type=unixio,path=" + data,
                "--ctrl",
                "type=unixio,path=" + folder.resolve("c"),
                "--flags",
                "not-need-init")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      for (int i = 0; i < 100 && !Files.exists(data); i++) {
        Thread.sleep(50);
      }
      compare(data);
    } finally {
      swtpm.destroy();
      swtpm.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static void compare(Path data) throws IOException {
    PcrOnlyEngine engine = new PcrOnlyEngine();
    engine.init();
    SoftAssertions softly = new SoftAssertions();
    int same = 0;
    for (CommandTable.Row row : CommandTable.rows()) {
      byte[] ours = engine.execute(row.command(), 0);
      if (NO_ANSWER.contains(row.name())) {
        continue;
      }
      byte[] theirs = ask(data, row.command());
      if (DIFFERENT_BODY.contains(row.name())) {
        softly
            .assertThat(CommandHeader.responseCode(ours))
            .as(row.name())
            .isEqualTo(CommandHeader.responseCode(theirs));
      } else {
        softly
            .assertThat(HexFormat.of().formatHex(ours))
            .as(row.name())
            .isEqualTo(HexFormat.of().formatHex(theirs));
        same++;
      }
    }
    softly.assertAll();
    assertThat(same).isGreaterThan(150);
  }

  private static byte[] ask(Path data, byte[] command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(data))) {
      channel.write(ByteBuffer.wrap(command));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (answer.position() < CommandHeader.SIZE || answer.position() < answer.getInt(2)) {
        if (channel.read(answer) < 0) {
          break;
        }
      }
      return Arrays.copyOf(answer.array(), answer.position());
    }
  }
}
