package dev.vmr.tests.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs scripts of this package in the second guest (tests/lab/README.md). */
final class Guest {
  private static final int UNAVAILABLE = 77;

  private final Path folder;

  /**
   * A guest.
   *
   * @param folder where what goes in and comes out lies
   */
  Guest(Path folder) {
    this.folder = folder;
  }

  /** The root of the source tree. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("vmr"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /**
   * Runs a script, with others beside it; skips the test where there can be no guest.
   *
   * @return what the script left
   */
  Path run(String script, List<String> beside, String... options) throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    for (String other : beside) {
      resource(other, in);
    }
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Guest.lab("run-guest.sh"));
    command.addAll(List.of("--script", resource(script, folder).toString()));
    command.addAll(List.of("--in", in.toString(), "--out", out.toString()));
    command.addAll(List.of("--append", "ima_policy=tcb", "--timeout", "500"));
    command.addAll(List.of(options));
    VmrProcess.Result guest = program(command.toArray(new String[0]));
    assertThat(guest.exitCode()).as(guest.output()).isZero();
    System.out.print(Files.readString(out.resolve("output.txt")));
    return out.resolve("files");
  }

  /** The path of one of the lab's scripts. */
  static String lab(String name) {
    return root().resolve("tests/lab").resolve(name).toString();
  }

  /** Runs a program; skips the test where something that it needs cannot be had. */
  VmrProcess.Result program(String... command) throws Exception {
    VmrProcess.Result result = Programs.run(folder, Map.of(), command);
    assumeFalse(result.exitCode() == UNAVAILABLE, () -> "skipped: " + result.output().strip());
    return result;
  }

  private static Path resource(String name, Path target) throws IOException {
    Path copy = target.resolve(name);
    try (InputStream in = Guest.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in, name), copy);
    }
    return copy;
  }
}
