package dev.vmr.tests.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.RestorePoint;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest goes back to a snapshot and then to another QEMU, each with our server as its TPM: PCRs,
 * NV memory and what was loaded go with it, and the logs say so (docs/tpm-bridge.md, section 7).
 */
class MigrationIT {
  private static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  /** NV_DefineSpace of 01500001, 8 bytes, for the owner. */
  private static final String DEFINE =
      "80020000002d0000012a40000001000000094000000900000000000000000e01500001000b0002000200000008";

  /** The head of an NV_Write of 8 bytes, without them. */
  private static final String WRITE =
      "80020000002b000001374000000101500001000000094000000900000000000008";

  /** NV_Read of them. */
  private static final String READ =
      "8002000000230000014e40000001015000010000000940000009000000000000080000";

  /** HashSequenceStart, as SHA-256: something that only a running TPM holds. */
  private static final String BEGIN = "80010000000e000001860000000b";

  /** SequenceComplete of it, with abc. */
  private static final String COMPLETE =
      "8002000000240000013e8000000000000009400000090000000000000361626340000007";

  @TempDir Path folder;

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static List<Digest> digests(int fill) {
    return BANKS.stream().map(bank -> Digest.filled(bank, fill)).toList();
  }

  private static void write(EmulatedMachine machine, String eightBytes) throws IOException {
    machine.tpm(hex(WRITE + eightBytes + "0000"));
  }

  private static ReplayedLog replay(EmulatedMachine machine) throws IOException {
    Replay replay = new Replay();
    try (InputStream in = Files.newInputStream(machine.log())) {
      LineScanner.scan(in, replay);
    }
    assertThat(replay.value().hex()).isEqualTo(machine.register());
    return replay.result();
  }

  /** What the guest reads of PCRs 0 to 15 is what the log replays to. */
  private static ReplayedLog agrees(EmulatedMachine machine) throws IOException {
    ReplayedLog replayed = replay(machine);
    for (int pcr : new int[] {0, 4, 7, 10, 15}) {
      VirtualRegister register =
          replayed.registers().get(new RegisterName(pcr == 10 ? "mr_ima" : "pcr" + pcr));
      for (HashAlgorithm bank : BANKS) {
        Digest logged =
            register == null
                ? Digest.zero(bank)
                : Objects.requireNonNull(register.banks().get(bank));
        assertThat(machine.tpm(Commands.pcrRead(pcr, bank)))
            .as("PCR %d", pcr)
            .endsWith(logged.hex());
      }
    }
    return replayed;
  }

  @Test
  void aGuestTakesItsTpmAlongAndTheLogsSaySo() throws Exception {
    Programs.require("qemu-system-x86_64", "qemu-img", "busybox", "cpio", "apt-get");
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    VmrProcess.Result guest =
        Programs.run(folder, Map.of(), LabIT.root() + "/tests/lab/tpm-console.sh");
    assertThat(guest.exitCode()).as(guest.output()).isZero();
    String[] kernel = guest.output().strip().split("\n", -1);
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    String address = "unix:" + folder.resolve("migration");
    try (EmulatedMachine source = EmulatedMachine.start(here, kernel, "")) {
      source.awaitGuest();
      source.tpm(hex(DEFINE));
      write(source, "1111111111111111");
      source.tpm(Commands.pcrExtend(10, digests(1)));
      source.tpm(hex(BEGIN));
      snapshot(source);
      try (EmulatedMachine target = EmulatedMachine.start(there, kernel, address)) {
        ReplayedLog before = replay(source);
        source.migrate(address);
        arrived(target, before);
      }
    }
  }

  /** Goes on after a snapshot, and back to it. */
  private static void snapshot(EmulatedMachine machine) throws IOException {
    ReplayedLog saved = agrees(machine);
    assertThat(saved.findings()).isEmpty();
    assertThat(saved.registers()).containsKey(new RegisterName("pcr0"));
    machine.monitor("savevm one");
    assertThat(agrees(machine).findings()).as("saving is no change").isEmpty();
    write(machine, "2222222222222222");
    machine.tpm(Commands.pcrExtend(10, digests(2)));
    machine.tpm(Commands.pcrExtend(15, digests(3)));
    machine.monitor("loadvm one");
    assertThat(machine.tpm(hex(READ))).contains("1111111111111111");
    ReplayedLog loaded = agrees(machine);
    RegisterName ima = new RegisterName("mr_ima");
    assertThat(loaded.registers().get(ima).banks()).isEqualTo(saved.registers().get(ima).banks());
    assertThat(loaded.findings())
        .as("only what had moved since is restored")
        .extracting(LogFinding::code)
        .containsOnly(LogFinding.Code.UNEXPLAINED_RESTORE);
    assertThat(loaded.restores()).extracting(RestorePoint::register).contains(ima);
  }

  private void arrived(EmulatedMachine target, ReplayedLog before) throws Exception {
    assertThat(target.tpm(hex(READ))).contains("1111111111111111");
    Digest abc = HashAlgorithm.SHA256.hash(new byte[] {'a', 'b', 'c'});
    assertThat(target.tpm(hex(COMPLETE))).as("the sequence that was begun").contains(abc.hex());
    ReplayedLog after = agrees(target);
    Map<RegisterName, List<Digest>> restored =
        after.restores().stream()
            .collect(Collectors.toMap(RestorePoint::register, RestorePoint::claimedValues));
    List<String> policy = new ArrayList<>(List.of("vmr policy 1"));
    before
        .registers()
        .forEach(
            (name, register) -> {
              List<Digest> values = List.copyOf(register.banks().values());
              if (values.stream().anyMatch(value -> !value.isZero())) {
                assertThat(restored.get(name)).as("%s", name).isEqualTo(values);
                String each =
                    values.stream().map(Digest::toString).collect(Collectors.joining(" "));
                policy.add("restore " + name + " to " + each);
              }
            });
    assertThat(restored).hasSize(policy.size() - 1);
    target.tpm(Commands.pcrExtend(10, digests(4)));
    agrees(target);

    assertThat(verify(target, policy.subList(0, 1))).contains("unexplained-restore", "REJECTED");
    assertThat(verify(target, policy)).contains("allowed by the policy", "ACCEPTED");
    assertThat(verify(target, policy.subList(0, policy.size() - 1))).contains("REJECTED");
  }

  private String verify(EmulatedMachine machine, List<String> policy) throws Exception {
    Path file = Files.createTempFile(folder, "vmr", ".policy");
    Files.writeString(file, String.join("\n", policy) + "\n");
    return VmrProcess.run(
            folder,
            "verify",
            "--log",
            machine.log().toString(),
            "--quoted",
            "sha384:" + machine.register(),
            "--policy",
            file.toString())
        .output();
  }
}
