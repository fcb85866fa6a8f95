package dev.vmr.tests.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.SimulatedRegister;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real kernel whose TPM is the bridge (tests/lab/README.md). */
class LabIT {
  @TempDir Path folder;

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("vmr"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @CsvSource({
    "pcr-only, tpm-crb, seabios, false",
    "libtpms,  tpm-tis, seabios, true",
    "pcr-only, tpm-crb, ovmf,    true",
    "pcr-only, tpm-tis, ovmf,    false",
    "libtpms,  tpm-crb, ovmf,    false",
  })
  void whatTheKernelMeasuredComesBackOutOfTheLog(
      String engine, String device, String firmware, boolean reboot) throws Exception {
    assumeTrue(
        !engine.equals(LibtpmsEngine.NAME) || LibtpmsEngine.present(),
        "skipped: libtpms is not installed");
    Programs.require("qemu-system-x86_64", "busybox", "cpio", "mkfs.ext4", "apt-get");
    Path control = folder.resolve("ctrl");
    Path out = folder.resolve("out");
    try (VmrProcess server =
        VmrProcess.start(
            folder,
            List.of(),
            "tpm",
            "serve",
            "--engine",
            engine,
            "--swtpm-ctrl",
            control.toString(),
            "--state",
            folder.resolve("state").toString(),
            "--log-dir",
            folder.resolve("log").toString())) {
      server.await(control);
      List<String> boot = new ArrayList<>();
      boot.add(root().resolve("tests/lab/boot.sh").toString());
      boot.addAll(List.of("--ctrl", control.toString(), "--device", device));
      boot.addAll(List.of("--firmware", firmware, "--out", out.toString()));
      if (reboot) {
        boot.add("--reboot");
      }
      VmrProcess.Result guest = Programs.run(folder, Map.of(), boot.toArray(new String[0]));
      assertThat(guest.exitCode()).as(guest.output()).isZero();
      assertThat(server.await()).as("it ends with its client").isZero();
    }
    check(reboot ? out.resolve("2") : out, firmware);
    if (reboot) {
      assertThat(Files.readAllLines(log())).contains("mr_ima reset", "pcr0 reset");
    }
  }

  private Path log() {
    return folder.resolve("log/rtmr3.log");
  }

  private void check(Path out, String firmware) throws IOException, InterruptedException {
    List<String> verify = new ArrayList<>(List.of("verify", "--json", "--log", log().toString()));
    verify.addAll(
        List.of("--quoted", "sha384:" + new SimulatedRegister(folder.resolve("state")).value()));
    verify.addAll(List.of("--ima", out.resolve("ima.bin").toString()));
    verify.addAll(List.of("--pcrs", out.resolve("pcrs.yaml").toString()));
    if (firmware.equals("ovmf")) {
      verify.addAll(List.of("--bios-log", out.resolve("bios.bin").toString()));
    }
    VmrProcess.Result verdict = VmrProcess.run(folder, verify.toArray(new String[0]));
    assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    var json = new ObjectMapper().readTree(verdict.output());
    assertThat(json.path("virtual").path("mr_ima").path("banks")).hasSize(4);
    String rule = json.path("findings").toString();
    assertThat(rule).contains("ima-rule", "2 violations");
    assertThat(Files.readAllLines(out.resolve("ima.txt"))).hasSizeGreaterThan(20);
    assertThat(Files.readAllLines(out.resolve("pcrs.yaml"))).hasSize(4 * 25);

    checkList(out, firmware);

    byte[] list = Files.readAllBytes(out.resolve("ima.bin"));
    list[list.length - 3] ^= 1;
    Path forged = Files.write(folder.resolve("forged.bin"), list);
    VmrProcess.Result refused =
        VmrProcess.run(
            folder,
            "verify",
            "--log",
            log().toString(),
            "--quoted",
            "sha384:" + new SimulatedRegister(folder.resolve("state")).value(),
            "--ima",
            forged.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("ima-digest-differs", "ima-entry-differs");
  }

  /** The guest's own list and PCRs; the rule that its kernel follows is found out. */
  private void checkList(Path out, String firmware) throws IOException, InterruptedException {
    List<String> check = new ArrayList<>(List.of("ima", "check"));
    check.addAll(List.of("--log", log().toString()));
    check.addAll(List.of("--pcrs", out.resolve("pcrs.yaml").toString()));
    if (firmware.equals("ovmf")) {
      check.addAll(List.of("--bios-log", out.resolve("bios.bin").toString()));
    }
    check.add(out.resolve("ima.bin").toString());
    VmrProcess.Result checked = VmrProcess.run(folder, check.toArray(new String[0]));
    assertThat(checked.exitCode()).as(checked.output()).isZero();
    String mixed = "the list's replay, rule mixed (sha256 real, sha384 padded-sha1, sha512 padded-";
    assertThat(checked.output())
        .contains("mr_ima is " + mixed, "PCR 10 is " + mixed, "boot_aggregate", "all agrees");
    check.addAll(List.of("--rule", "real"));
    VmrProcess.Result refused = VmrProcess.run(folder, check.toArray(new String[0]));
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("ima-rule-differs");
  }
}
