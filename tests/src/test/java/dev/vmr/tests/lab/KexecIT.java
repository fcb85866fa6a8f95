package dev.vmr.tests.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.ima.ImaReader;
import dev.vmr.tests.process.SimulatedRegister;
import dev.vmr.tests.process.VmrProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kernel that measures, and the one that it starts by kexec. The bridge is the machine's TPM, and
 * has PCR 10 of both; in the guest one daemon's register outlives the kernel and another's does
 * not.
 */
class KexecIT {
  /** Set to anything: the test is too long to be run each time. */
  private static final String ASKED_FOR = "vmr.lab.kexec";

  private static final String LIST = "binary_runtime_measurements";
  private static final String AGREES = "mr_ima is the list's replay, rule real";

  @TempDir Path folder;

  /** The images of the guest, which the kernel in it starts again. */
  private void images(Guest guest, String kernel) throws Exception {
    List<String> system =
        guest
            .program(Guest.lab("system.sh"))
            .output()
            .lines()
            .filter(s -> s.startsWith("/"))
            .toList();
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.copy(Path.of(kernel.isEmpty() ? system.get(0) : kernel), in.resolve("vmlinuz"));
    Files.copy(Path.of(system.get(1)), in.resolve("initramfs.cpio"));
    String classes = Kexec.class.getPackageName().replace('.', '/');
    Path here = Path.of(Kexec.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path target = Files.createDirectories(in.resolve("classes").resolve(classes));
    for (String name : List.of("Kexec.class", "Kexec$Libc.class")) {
      Files.copy(here.resolve(classes).resolve(name), target.resolve(name));
    }
  }

  private Path run(String kernel) throws Exception {
    Path control = folder.resolve("ctrl");
    Guest guest = new Guest(folder);
    images(guest, kernel);
    List<String> options = new ArrayList<>(List.of("--ctrl", control.toString(), "--vmr"));
    options.add(Guest.root().resolve("cli/target").toString());
    if (!kernel.isEmpty()) {
      options.addAll(List.of("--kernel", kernel));
    }
    List<String> serve = new ArrayList<>(List.of("tpm", "serve", "--engine", "pcr-only"));
    serve.addAll(List.of("--swtpm-ctrl", control.toString()));
    serve.addAll(List.of("--state", folder.resolve("state").toString()));
    serve.addAll(List.of("--log-dir", folder.resolve("log").toString()));
    try (VmrProcess server = VmrProcess.start(folder, List.of(), serve.toArray(new String[0]))) {
      server.await(control);
      return guest.run("kexec.sh", List.of("ima.sh"), options.toArray(new String[0]));
    }
  }

  @Test
  void aKernelThatIsNotGivenTheListBeginsOneAndTheRegisterGoesOn() throws Exception {
    assumeTrue(System.getProperty(ASKED_FOR) != null, "skipped: -D" + ASKED_FOR + " is not set");
    Path files = run("");
    List<byte[]> first = entries(files.resolve("first").resolve(LIST));
    Path list = files.resolve("second").resolve(LIST);
    List<byte[]> second = entries(list);
    assertThat(first).hasSizeGreaterThan(40);
    assertThat(second).hasSizeGreaterThan(40);
    tpmAgrees(files, write(first, second));
    tpmDoesNot(files, list, "ima-entries-missing", "kexec");

    int followed = Integer.parseInt(Files.readString(files.resolve("followed")).strip());
    outlived(files, write(first.subList(0, followed), second), AGREES);
    outlived(files, list, "ima-kexec");
    resetRegister(files, list);
  }

  @Test
  void aKernelThatIsGivenTheListGoesOnWithIt() throws Exception {
    String kernel = System.getProperty(ImaGuestIT.STAGING_KERNEL, "");
    assumeTrue(!kernel.isEmpty(), "skipped: -D" + ImaGuestIT.STAGING_KERNEL + " names no kernel");
    Path files = run(kernel);
    List<byte[]> first = entries(files.resolve("first").resolve(LIST));
    Path list = files.resolve("second").resolve(LIST);
    assertThat(entries(list)).hasSizeGreaterThan(first.size() + 40).startsWith(first.get(0));
    tpmAgrees(files, list);
    tpmDoesNot(files, write(first), "ima-entries-missing", "times more than the list has entries");
    outlived(files, list, AGREES);
    resetRegister(files, list);
  }

  /** No reset, and no start either: to a TPM nothing has happened. */
  private void tpmAgrees(Path files, Path list) throws Exception {
    assertThat(Files.readAllLines(log())).noneMatch(line -> line.startsWith("mr_ima reset"));
    VmrProcess.Result checked = check(files, list);
    assertThat(checked.exitCode()).as(checked.output()).isZero();
    assertThat(checked.output()).contains(AGREES, "PCR 10 is the list's replay", "all agrees");
    VmrProcess.Result verdict = verify(log(), folder.resolve("state"), list);
    assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    assertThat(verdict.output()).contains(AGREES);
  }

  private void tpmDoesNot(Path files, Path list, String code, String text) throws Exception {
    VmrProcess.Result checked = check(files, list);
    assertThat(checked.exitCode()).as(checked.output()).isEqualTo(1);
    assertThat(checked.output()).contains("error " + code, text);
    VmrProcess.Result verdict = verify(log(), folder.resolve("state"), list);
    assertThat(verdict.exitCode()).as(verdict.output()).isEqualTo(1);
    assertThat(verdict.output()).contains("error " + code, text);
  }

  private void outlived(Path files, Path list, String text) throws Exception {
    Path log = files.resolve("outliving.log");
    assertThat(begins(log)).isEqualTo(2);
    assertThat(Files.readString(files.resolve("outliving.json")))
        .contains("the register outlived another kernel");
    VmrProcess.Result verdict = verify(log, files.resolve("outliving"), list);
    assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    assertThat(verdict.output()).contains(text);
  }

  private void resetRegister(Path files, Path list) throws Exception {
    Path log = files.resolve("reset/log");
    assertThat(begins(log)).isEqualTo(1);
    assertThat(files.resolve("archived.log")).hasSameBinaryContentAs(files.resolve("before.log"));
    assertThat(Files.readString(files.resolve("reset.json")))
        .contains("the log of another boot is");
    String quoted = hex(files.resolve("reset/register"));
    String initial = hex(files.resolve("initial"));
    VmrProcess.Result verdict =
        verify(log, quoted, "--initial", "sha384:" + initial, "--ima", list.toString());
    assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    assertThat(verdict.output()).contains(AGREES);
  }

  private Path log() {
    return folder.resolve("log/rtmr3.log");
  }

  private static long begins(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith("vmr begin ")).count();
    }
  }

  private VmrProcess.Result check(Path files, Path list) throws Exception {
    String pcrs = files.resolve("second/pcrs.yaml").toString();
    List<String> check = List.of("ima", "check", "--log", log().toString(), "--pcrs", pcrs);
    return VmrProcess.run(
        folder, Stream.concat(check.stream(), Stream.of(list.toString())).toArray(String[]::new));
  }

  private VmrProcess.Result verify(Path log, Path state, Path list) throws Exception {
    return verify(log, new SimulatedRegister(state).value(), "--ima", list.toString());
  }

  private VmrProcess.Result verify(Path log, String quoted, String... more) throws Exception {
    List<String> verify = new ArrayList<>(List.of("verify", "--log", log.toString()));
    verify.addAll(List.of("--quoted", "sha384:" + quoted));
    verify.addAll(List.of(more));
    return VmrProcess.run(folder, verify.toArray(new String[0]));
  }

  private static String hex(Path file) throws IOException {
    return HexFormat.of().formatHex(Files.readAllBytes(file));
  }

  private static List<byte[]> entries(Path list) throws Exception {
    List<byte[]> entries = new ArrayList<>();
    ImaReader.of(new ByteArrayInputStream(Files.readAllBytes(list)))
        .forEach(entry -> entries.add(entry.toBytes()));
    return entries;
  }

  @SafeVarargs
  private Path write(List<byte[]>... lists) throws IOException {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (List<byte[]> each : lists) {
      each.forEach(list::writeBytes);
    }
    return Files.write(Files.createTempFile(folder, "list", ".bin"), list.toByteArray());
  }
}
