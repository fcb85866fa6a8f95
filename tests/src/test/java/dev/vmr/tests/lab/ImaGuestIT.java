package dev.vmr.tests.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.ima.ImaReader;
import dev.vmr.ima.ImaReplay;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.VmrProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IMA of a newer kernel that found no TPM, and the daemon in its guest that follows the list. */
class ImaGuestIT {
  /** The path of the kernel that tests/lab/staging-kernel.sh makes: Debian's stages nothing. */
  static final String STAGING_KERNEL = "vmr.lab.staging-kernel";

  private static final String LIST = "binary_runtime_measurements";
  private static final String ACCEPTED = "mr_ima is the list's replay, rule real";

  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(
          HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  @TempDir Path folder;

  private static List<byte[]> entries(Path list) throws Exception {
    List<byte[]> entries = new ArrayList<>();
    ImaReader.of(new ByteArrayInputStream(Files.readAllBytes(list)))
        .forEach(entry -> entries.add(entry.toBytes()));
    return entries;
  }

  private static String hex(Path file) throws Exception {
    return HexFormat.of().formatHex(Files.readAllBytes(file));
  }

  /** What an outside verifier says to a log, a list and the value of the kernel's register. */
  private VmrProcess.Result verify(Path evidence, Path list, String... more) throws Exception {
    List<String> verify = new ArrayList<>(List.of("verify"));
    verify.addAll(List.of("--log", evidence.resolve("log").toString()));
    verify.addAll(List.of("--quoted", "sha384:" + hex(evidence.resolve("register"))));
    verify.addAll(List.of("--initial", "sha384:" + hex(evidence.resolveSibling("initial"))));
    verify.addAll(List.of("--ima", list.toString()));
    verify.addAll(List.of(more));
    return VmrProcess.run(folder, verify.toArray(new String[0]));
  }

  private void assertAccepted(Path evidence, Path list) throws Exception {
    VmrProcess.Result accepted = verify(evidence, list);
    assertThat(accepted.exitCode()).as("%s: %s", list, accepted.output()).isZero();
    assertThat(accepted.output()).contains(ACCEPTED);
  }

  private void assertRejected(Path evidence, List<byte[]> entries, String code) throws Exception {
    VmrProcess.Result rejected = verify(evidence, write(entries));
    assertThat(rejected.exitCode()).as(rejected.output()).isEqualTo(1);
    assertThat(rejected.output()).contains("error " + code);
  }

  private Path write(List<byte[]> entries) throws Exception {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    entries.forEach(list::writeBytes);
    return Files.write(folder.resolve("list"), list.toByteArray());
  }

  private static String build() {
    return Guest.root().resolve("cli/target").toString();
  }

  @Test
  void aDaemonInTheGuestFollowsTheListThroughThreeKills() throws Exception {
    Path files = new Guest(folder).run("follower.sh", List.of("ima.sh"), "--vmr", build());
    assertThat(Files.readString(files.resolve("dmesg.txt"))).contains("activating TPM-bypass");
    Path whole = files.resolve("whole");
    List<byte[]> entries = entries(whole.resolve(LIST));
    assertThat(entries).hasSizeGreaterThan(2000);
    assertThat(Files.readString(whole.resolve("log")))
        .contains(" -- /measured/file_1999\n")
        .doesNotContain("vmr begin 2", "ima.gap");
    everyBankIsTheReplay(whole);
    everyListOfTheKernelSaysTheSame(whole);
    everyForgeryIsRejected(whole, entries);
    assertThat(Files.readString(whole.resolve("status.json")))
        .contains(
            "\"entries\":" + entries.size() + ",\"behind\":0,\"lag_ms\":0,\"longest_lag_ms\":");
    assertThat(Files.readString(files.resolve("busy.json")))
        .contains("\"state\":\"waiting\"", "Device or resource busy")
        .containsPattern("\"behind\":1[0-9],");
    entriesAreDeletedMeanwhile(files);
  }

  private void everyBankIsTheReplay(Path evidence) throws Exception {
    VmrProcess.Result verdict = verify(evidence, evidence.resolve(LIST), "--json");
    assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    JsonNode banks =
        new ObjectMapper().readTree(verdict.output()).path("virtual").path("mr_ima").path("banks");
    ImaReplay replay = new ImaReplay(BANKS, false, true);
    ImaReader.of(new ByteArrayInputStream(Files.readAllBytes(evidence.resolve(LIST))))
        .forEach(replay);
    assertThat(banks).hasSize(4);
    for (HashAlgorithm bank : BANKS) {
      assertThat(banks.path(bank.kernelName()).asText()).endsWith(replay.real(10, bank).hex());
    }
  }

  private void everyListOfTheKernelSaysTheSame(Path evidence) throws Exception {
    List<Path> lists;
    try (Stream<Path> all = Files.list(evidence)) {
      lists = all.filter(file -> file.toString().contains("_runtime_measurements")).toList();
    }
    assertThat(lists).hasSizeGreaterThanOrEqualTo(4);
    for (Path list : lists) {
      assertAccepted(evidence, list);
    }
  }

  private void everyForgeryIsRejected(Path evidence, List<byte[]> entries) throws Exception {
    int middle = entries.size() / 2;
    List<byte[]> removed = new ArrayList<>(entries);
    removed.remove(middle);
    assertRejected(evidence, removed, "ima-entries-missing");
    List<byte[]> renamed = new ArrayList<>(entries);
    renamed.set(middle, renamed(entries.get(middle)));
    assertRejected(evidence, renamed, "ima-entry-differs");
    List<byte[]> swapped = new ArrayList<>(entries);
    Collections.swap(swapped, middle, middle + 1);
    assertRejected(evidence, swapped, "ima-entries-reordered");
    assertRejected(evidence, entries.subList(0, entries.size() - 10), "ima-entries-missing");
  }

  /** One digit of its path is another. */
  private static byte[] renamed(byte[] entry) {
    byte[] forged = entry.clone();
    for (int i = forged.length - 1; i > 0; i--) {
      if (forged[i] >= '0' && forged[i] <= '9' && forged[i + 1] == 0) {
        forged[i] ^= 1;
        return forged;
      }
    }
    throw new IllegalArgumentException("no digit ends a path");
  }

  /** Debian's kernel lets the first entries be deleted, though it lets nothing be staged. */
  private void entriesAreDeletedMeanwhile(Path files) throws Exception {
    List<byte[]> saved = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      Path piece = only(files.resolve("pieces"), i + "-");
      String name = piece.getFileName().toString();
      int deleted = Integer.parseInt(name.substring(name.indexOf('-') + 1));
      saved.addAll(entries(piece).subList(0, deleted));
    }
    Path trimmed = files.resolve("trimmed");
    List<byte[]> whole = new ArrayList<>(saved);
    whole.addAll(entries(trimmed.resolve(LIST)));
    assertThat(entries(trimmed.resolve(LIST))).hasSizeLessThan(300);
    assertThat(whole).hasSizeGreaterThan(2300);
    assertAccepted(trimmed, write(whole));
    assertThat(Files.readString(trimmed.resolve("status.json"))).contains("\"gaps\":0");

    Path gap = files.resolve("gap");
    assertThat(Files.readString(gap.resolve("log"))).contains("\nmr_ima ima.gap after/");
    assertThat(Files.readString(gap.resolve("status.json")))
        .contains("\"state\":\"following\"", "\"gaps\":1");
    assertThat(Files.readString(files.resolve("daemon.txt"))).contains("entries may be missing");
    List<byte[]> afterwards = entries(gap.resolve(LIST));
    List<byte[]> lost = entries(files.resolve("lost"));
    List<byte[]> followed = new ArrayList<>(saved);
    followed.addAll(lost.subList(0, lost.size() - 3));
    followed.addAll(afterwards);
    assertAccepted(gap, write(followed));
    List<byte[]> all = new ArrayList<>(saved);
    all.addAll(lost);
    all.addAll(afterwards);
    assertRejected(gap, all, "ima-entry-added");
  }

  private static Path only(Path folder, String beginning) throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith(beginning))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void whatIsStagedAndDeletedIsFollowedToo() throws Exception {
    String kernel = System.getProperty(STAGING_KERNEL, "");
    assumeTrue(!kernel.isEmpty(), "skipped: -D" + STAGING_KERNEL + " names no kernel");
    Path files =
        new Guest(folder)
            .run("staging.sh", List.of("ima.sh"), "--vmr", build(), "--kernel", kernel);
    List<byte[]> whole = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      whole.addAll(entries(files.resolve("pieces/" + i)));
    }
    Path trimmed = files.resolve("trimmed");
    whole.addAll(entries(trimmed.resolve(LIST)));
    assertThat(whole).hasSizeGreaterThan(800);
    assertAccepted(trimmed, write(whole));
    assertThat(Files.readString(trimmed.resolve("log"))).doesNotContain("ima.gap");
    assertThat(Files.readString(files.resolve("status.json"))).contains("\"gaps\":1");
  }

  @Test
  void aNewerKernelExtendsEveryBankByTheRealRule() throws Exception {
    Path control = folder.resolve("ctrl");
    Path files;
    List<String> serve = new ArrayList<>(List.of("tpm", "serve", "--engine", "pcr-only"));
    serve.addAll(List.of("--swtpm-ctrl", control.toString()));
    serve.addAll(List.of("--log-dir", folder.resolve("log").toString()));
    try (VmrProcess server = VmrProcess.start(folder, List.of(), serve.toArray(new String[0]))) {
      server.await(control);
      files = new Guest(folder).run("list.sh", List.of(), "--ctrl", control.toString());
    }
    for (HashAlgorithm bank : BANKS) {
      VmrProcess.Result checked = check(files, files.resolve(LIST + "_" + bank));
      assertThat(checked.exitCode()).as("%s: %s", bank, checked.output()).isZero();
      assertThat(checked.output())
          .contains(ACCEPTED, "PCR 10 is the list's replay, rule real", "boot_aggregate")
          .contains("all agrees");
    }
    Path forged = write(entries(files.resolve(LIST)).subList(0, 3));
    VmrProcess.Result refused = check(files, forged);
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("ima-entries-missing");
  }

  private VmrProcess.Result check(Path files, Path list) throws Exception {
    List<String> check = new ArrayList<>(List.of("ima", "check", "--rule", "real"));
    check.addAll(List.of("--log", folder.resolve("log/rtmr3.log").toString()));
    check.addAll(List.of("--pcrs", files.resolve("pcrs.yaml").toString()));
    check.add(list.toString());
    return VmrProcess.run(folder, check.toArray(new String[0]));
  }
}
