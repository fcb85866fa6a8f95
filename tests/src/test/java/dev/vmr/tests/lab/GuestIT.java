package dev.vmr.tests.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole system in a guest (tests/lab/README.md): the physical registers are files of a real
 * kernel, the TPM is a device of that kernel, and the daemon runs in between. What comes out is
 * verified here, outside.
 */
class GuestIT {
  private static final int UNAVAILABLE = 77;

  @TempDir Path folder;

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("vmr"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  @Test
  void registersOfTheKernelAndItsTpmAgreeWithTheLog() throws Exception {
    Path out = run("whole-system.sh");
    Path files = out.resolve("files");
    String initial = "sha384:" + hex(files.resolve("initial"));
    assertThat(new String(Files.readAllBytes(files.resolve("initial")), StandardCharsets.US_ASCII))
        .startsWith("rtmr1\0");

    accepted(files.resolve("restarted"), initial);
    accepted(files.resolve("quoted"), initial);
    accepted(files.resolve("pcr-only"), "sha256:" + hex(files.resolve("initial-agile")));
    rejected(files.resolve("quoted"), initial);

    everyAnsweredExtensionIsInTheLog(files);
    theTpmQuotedWhatTheLogSays(files);
    assertThat(Files.readAllLines(files.resolve("quoted/log")))
        .contains(
            "mr_app model.loaded weights.bin",
            "mr_app extend sha384/" + "0".repeat(96) + " -- in the guest",
            "pcr15 extend sha256/" + "0".repeat(63) + "1")
        .noneMatch(line -> line.startsWith("pcr13 reset"));
    assertThat(Files.readString(files.resolve("status.json")))
        .contains("\"platform\":\"tsm-mr\"", "static_mr", hex(files.resolve("static")));
    assertThat(Files.readString(files.resolve("no-quote.json"))).contains("NoQuote", "no quote: ");
    assertThat(files.resolve("ima.bin")).isNotEmptyFile();
    try (Stream<String> lines = Files.lines(out.resolve("output.txt"))) {
      lines.filter(line -> line.startsWith("daemon in the guest")).forEach(System.out::println);
    }
  }

  /** Runs a script of this package in the guest; skips the test where there can be no guest. */
  private Path run(String script) throws Exception {
    Path lab = root().resolve("tests/lab");
    VmrProcess.Result system = Programs.run(folder, Map.of(), lab.resolve("system.sh").toString());
    assumeFalse(system.exitCode() == UNAVAILABLE, () -> "skipped: " + system.output().strip());
    assertThat(system.exitCode()).as(system.output()).isZero();

    Path in = Files.createDirectory(folder.resolve("in"));
    Path out = folder.resolve("out");
    VmrProcess.Result guest =
        Programs.run(
            folder,
            Map.of(),
            lab.resolve("run-guest.sh").toString(),
            "--script",
            resource(script, folder).toString(),
            "--in",
            classes(resource("daemon.sh", in).getParent()).toString(),
            "--out",
            out.toString(),
            "--vmr",
            root().resolve("cli/target").toString(),
            "--timeout",
            "230");
    assertThat(guest.exitCode()).as(guest.output()).isZero();
    return out;
  }

  private static Path resource(String name, Path target) throws IOException {
    try (InputStream in = GuestIT.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in, name), target.resolve(name));
    }
    return target.resolve(name);
  }

  /** The client program's classes, below {@code classes}. */
  private static Path classes(Path in) throws Exception {
    Path here =
        Path.of(DeviceTraffic.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String path = DeviceTraffic.class.getPackageName().replace('.', '/');
    Path target = Files.createDirectories(in.resolve("classes").resolve(path));
    try (Stream<Path> files = Files.list(here.resolve(path))) {
      for (Path file : files.collect(Collectors.toList())) {
        String name = file.getFileName().toString();
        if (name.startsWith("Device")) {
          Files.copy(file, target.resolve(name));
        }
      }
    }
    return in;
  }

  private static String hex(Path file) throws IOException {
    return HexFormat.of().formatHex(Files.readAllBytes(file));
  }

  private VmrProcess.Result verify(Path log, Path evidence, String initial) throws Exception {
    String algorithm = initial.substring(0, initial.indexOf(':'));
    return VmrProcess.run(
        folder,
        "verify",
        "--log",
        log.toString(),
        "--quoted",
        algorithm + ":" + hex(evidence.resolve("register")),
        "--initial",
        initial,
        "--pcrs",
        evidence.resolve("pcrs.yaml").toString());
  }

  private void accepted(Path evidence, String initial) throws Exception {
    VmrProcess.Result verdict = verify(evidence.resolve("log"), evidence, initial);
    assertThat(verdict.exitCode()).as(evidence + ": " + verdict.output()).isZero();
    assertThat(Files.readAllLines(evidence.resolve("pcrs.yaml"))).hasSizeGreaterThan(3 * 24);
  }

  private void rejected(Path evidence, String initial) throws Exception {
    String zeros = "sha384:" + "0".repeat(96);
    VmrProcess.Result jump = verify(evidence.resolve("log"), evidence, zeros);
    assertThat(jump.exitCode()).as(jump.output()).isEqualTo(1);
    assertThat(jump.output()).contains("unexplained-jump");

    String text = Files.readString(evidence.resolve("log"));
    Path forged = folder.resolve("forged.log");
    Files.writeString(forged, text.replace("weights.bin", "weights.bim"));
    VmrProcess.Result differs = verify(forged, evidence, initial);
    assertThat(differs.exitCode()).as(differs.output()).isEqualTo(1);
    assertThat(differs.output()).contains("value-differs");
  }

  private static void everyAnsweredExtensionIsInTheLog(Path files) throws IOException {
    List<String> answered = Files.readAllLines(files.resolve("answered"));
    assertThat(answered).hasSizeGreaterThan(10);
    for (String pcr : List.of("13", "14")) {
      List<String> wanted = new ArrayList<>();
      for (String line : answered) {
        if (line.startsWith(pcr)) {
          wanted.add("pcr" + pcr + " extend sha256/" + line.substring(3));
        }
      }
      List<String> logged =
          Files.readAllLines(files.resolve("restarted/log")).stream()
              .filter(line -> line.startsWith("pcr" + pcr + " extend "))
              .skip(40) // of the clients before
              .collect(Collectors.toList());
      assertThat(logged).startsWith(wanted.toArray(new String[0]));
      assertThat(logged.size() - wanted.size()).as("in flight").isBetween(0, 1);
    }
  }

  private void theTpmQuotedWhatTheLogSays(Path files) throws Exception {
    List<String> check = new ArrayList<>(List.of("tpm2_checkquote", "-u", "ak.pub"));
    check.addAll(List.of("-m", "quote.msg", "-s", "quote.sig", "-f", "quote.pcrs"));
    check.addAll(List.of("-g", "sha256", "-q", "0123abcd"));
    VmrProcess.Result checked =
        Programs.run(
            folder, Map.of(), "sh", "-c", "cd " + files + " && " + String.join(" ", check));
    assertThat(checked.exitCode()).as(checked.output()).isZero();

    Replay replay = new Replay();
    try (InputStream in = Files.newInputStream(files.resolve("quoted/log"))) {
      LineScanner.scan(in, replay);
    }
    ReplayedLog log = replay.result();
    byte[] values = new byte[5 * 32];
    for (int pcr = 11; pcr <= 15; pcr++) {
      Digest value =
          Objects.requireNonNull(log.registers().get(new RegisterName("pcr" + pcr)))
              .banks()
              .get(HashAlgorithm.SHA256);
      value.copyTo(values, (pcr - 11) * 32);
    }
    byte[] quote = Files.readAllBytes(files.resolve("quote.msg"));
    assertThat(Arrays.copyOfRange(quote, quote.length - 32, quote.length))
        .as("the digest of the quoted PCRs, at the end of TPMS_ATTEST")
        .isEqualTo(HashAlgorithm.SHA256.hash(values).toByteArray());
  }
}
