package dev.vmr.tpm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.TpmStates;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibtpmsEngineTest {
  /** TPM2_NV_DefineSpace of index 0x01800001, 8 bytes, for the owner. */
  private static final String NV_DEFINE =
      "80020000002d0000012a4000000100000009400000090000000000"
          + "0000000e01800001000b0002000200000008";

  /** TPM2_NV_ReadPublic of it. */
  private static final String NV_READ_PUBLIC = "80010000000e0000016901800001";

  /** PCR_Allocate: sha1 nowhere, sha384 only in PCR 10. */
  private static final String ALLOCATE =
      "8002000000370000012b4000000c00000009400000090000000000"
          + "00000004"
          + "000403000000"
          + "000b03ffffff"
          + "000c03000400"
          + "000d03ffffff";

  private static final String SHUTDOWN_STATE = "80010000000c000001450001";

  /** TPM2_NV_DefineSpace of index 0x01800002 with a password, which may not be guessed for ever. */
  private static final String NV_DEFINE_GUARDED =
      "8002000000310000012a4000000100000009400000090000000000"
          + "000474657374"
          + "000e01800002000b0004000400000008";

  /** TPM2_NV_Write of it without its password: the first is put off (TPM_RC_RETRY). */
  private static final String NV_WRITE_GUARDED =
      "8002000000240000013701800002018000020000000940000009000000000000" + "01410000";

  @TempDir Path folder;

  @BeforeEach
  void isThere() {
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
  }

  private static int run(LibtpmsEngine tpm, String command) {
    return CommandHeader.responseCode(tpm.execute(HexFormat.of().parseHex(command), 0));
  }

  private static void start(LibtpmsEngine tpm) {
    assertThat(tpm.init()).isTrue();
    assertThat(CommandHeader.responseCode(tpm.execute(Commands.startup(false), 0))).isZero();
  }

  private static Map<Integer, List<Digest>> randomPcrs(LibtpmsEngine tpm, long seed) {
    Random random = new Random(seed);
    Map<Integer, List<Digest>> pcrs = new HashMap<>();
    for (int pcr = 0; pcr < tpm.pcrCount(); pcr++) {
      pcrs.put(
          pcr,
          tpm.banks().stream()
              .map(
                  bank -> {
                    byte[] value = new byte[bank.size()];
                    random.nextBytes(value);
                    return Digest.of(bank, value);
                  })
              .toList());
    }
    return pcrs;
  }

  private static void assertHas(LibtpmsEngine tpm, Map<Integer, List<Digest>> pcrs) {
    pcrs.forEach(
        (pcr, values) ->
            values.forEach(
                value -> {
                  if (tpm.banks(pcr).contains(value.algorithm())) {
                    assertThat(tpm.readPcr(pcr, value.algorithm())).isEqualTo(value);
                  }
                }));
  }

  @Test
  void isNotThereWithoutPower() throws IOException {
    try (LibtpmsEngine tpm = LibtpmsEngine.open(new MemoryNvram())) {
      assertThat(run(tpm, NV_READ_PUBLIC)).isEqualTo(0x101);
      assertThat(tpm.init()).isTrue();
      assertThat(run(tpm, NV_READ_PUBLIC)).isEqualTo(0x100);
      tpm.stop();
      assertThat(run(tpm, NV_READ_PUBLIC)).isEqualTo(0x101);
      assertThat(tpm.established()).isFalse();
      tpm.hashStart();
      tpm.hashData(new byte[1]);
      tpm.hashEnd();
      tpm.cancel();
    }
  }

  @Test
  void keepsItsStateOnDisk() throws IOException {
    try (LibtpmsEngine tpm = LibtpmsEngine.open(NvramFolder.open(folder))) {
      start(tpm);
      assertThat(run(tpm, NV_READ_PUBLIC)).isNotZero();
      assertThat(run(tpm, NV_DEFINE)).isZero();
    }
    try (LibtpmsEngine tpm = LibtpmsEngine.open(NvramFolder.open(folder))) {
      start(tpm);
      assertThat(run(tpm, NV_READ_PUBLIC)).isZero();
    }
  }

  private static int failedTries(LibtpmsEngine tpm) {
    byte[] answer = tpm.execute(Commands.getCapability(6, 0x20E, 1), 0);
    assertThat(CommandHeader.responseCode(answer)).isZero();
    return answer[answer.length - 1];
  }

  private static void useWhatIsGuarded(LibtpmsEngine tpm) {
    assertThat(run(tpm, NV_WRITE_GUARDED)).isEqualTo(0x922);
    assertThat(failedTries(tpm)).isZero();
  }

  @Test
  void theEndOfPowerIsNoAttack() throws IOException {
    try (LibtpmsEngine tpm = LibtpmsEngine.open(NvramFolder.open(folder))) {
      start(tpm);
      assertThat(run(tpm, NV_DEFINE_GUARDED)).isZero();
      useWhatIsGuarded(tpm);
      start(tpm);
      useWhatIsGuarded(tpm);
      tpm.stop();
      start(tpm);
      useWhatIsGuarded(tpm);
    }
    try (LibtpmsEngine tpm = LibtpmsEngine.open(NvramFolder.open(folder))) {
      start(tpm);
      assertThat(failedTries(tpm)).isZero();
      tpm.resume(randomPcrs(tpm, 1));
      useWhatIsGuarded(tpm);
    }
    try (LibtpmsEngine tpm = LibtpmsEngine.open(NvramFolder.open(folder))) {
      tpm.resume(randomPcrs(tpm, 2));
      assertThat(failedTries(tpm)).isZero();
    }
  }

  @Test
  void whatShutdownHasSavedStays() throws IOException {
    try (LibtpmsEngine tpm = LibtpmsEngine.open(new MemoryNvram())) {
      start(tpm);
      Digest value = HashAlgorithm.SHA256.hash(new byte[1]);
      tpm.execute(Commands.pcrExtend(10, List.of(value)), 0);
      Digest pcr = tpm.readPcr(10, HashAlgorithm.SHA256);
      assertThat(run(tpm, SHUTDOWN_STATE)).isZero();
      assertThat(run(tpm, NV_READ_PUBLIC)).isNotZero();
      assertThat(tpm.init()).isTrue();
      assertThat(CommandHeader.responseCode(tpm.execute(Commands.startup(true), 0))).isZero();
      assertThat(tpm.readPcr(10, HashAlgorithm.SHA256)).isEqualTo(pcr);

      assertThat(run(tpm, SHUTDOWN_STATE)).isZero();
      tpm.execute(Commands.pcrExtend(10, List.of(value)), 0);
      assertThat(tpm.init()).isTrue();
      assertThat(tpm.readable()).as("nothing can bring the PCRs back").isTrue();
      assertThat(CommandHeader.responseCode(tpm.execute(Commands.startup(true), 0))).isNotZero();
      start(tpm);
      assertThat(tpm.readPcr(10, HashAlgorithm.SHA256)).isNotEqualTo(pcr);
    }
  }

  @Test
  void aStateThatTheLibraryRefusesIsNotReplaced() throws IOException {
    for (byte[] state :
        new byte[][] {{}, new byte[1000], "nonsense".getBytes(StandardCharsets.US_ASCII)}) {
      NvramFolder nvram = NvramFolder.open(folder);
      nvram.store(Nvram.PERMANENT, state);
      byte[] file = Files.readAllBytes(folder.resolve(Nvram.PERMANENT));
      try (LibtpmsEngine tpm = LibtpmsEngine.open(nvram)) {
        assertThat(tpm.init()).isFalse();
        assertThat(tpm.running()).isFalse();
        assertThat(run(tpm, NV_READ_PUBLIC)).isEqualTo(0x101);
        assertThatThrownBy(() -> tpm.resume(Map.of())).isInstanceOf(IOException.class);
      }
      assertThat(Files.readAllBytes(folder.resolve(Nvram.PERMANENT))).isEqualTo(file);
    }
    Files.write(folder.resolve(Nvram.PERMANENT), new byte[0]);
    NvramFolder nvram = NvramFolder.open(folder);
    assertThatThrownBy(() -> LibtpmsEngine.open(nvram)).hasMessageContaining("damaged");
    nvram.close();
  }

  @Test
  void severalTpmsDoNotKnowEachOther() throws IOException {
    try (LibtpmsEngine a = LibtpmsEngine.open(new MemoryNvram());
        LibtpmsEngine b = LibtpmsEngine.open(new MemoryNvram());
        LibtpmsEngine c = LibtpmsEngine.open(new MemoryNvram())) {
      start(a);
      start(b);
      assertThat(c.running()).isFalse();
      assertThat(run(a, NV_DEFINE)).isZero();
      assertThat(run(b, NV_READ_PUBLIC)).isNotZero();
      b.stop();
      assertThat(run(a, NV_READ_PUBLIC)).isZero();
      start(c);
      Digest one = Digest.filled(HashAlgorithm.SHA256, 1);
      a.execute(Commands.pcrExtend(3, List.of(one)), 0);
      assertThat(a.readPcr(3, HashAlgorithm.SHA256).isZero()).isFalse();
      assertThat(c.readPcr(3, HashAlgorithm.SHA256).isZero()).isTrue();
    }
  }

  @Test
  void resumesWithAnyPcrs() throws IOException {
    MemoryNvram nvram = new MemoryNvram();
    for (int seed = 0; seed < 3; seed++) {
      try (LibtpmsEngine tpm = LibtpmsEngine.open(nvram)) {
        Map<Integer, List<Digest>> pcrs = randomPcrs(tpm, seed);
        tpm.resume(pcrs);
        assertHas(tpm, pcrs);
        assertThat(CommandHeader.responseCode(tpm.execute(Commands.startup(false), 0)))
            .as("it is started")
            .isEqualTo(0x100);
        assertThat(nvram.load(Nvram.VOLATILE)).isEmpty();
        tpm.init();
        tpm.execute(Commands.startup(false), 0);
        assertThat(tpm.readPcr(10, HashAlgorithm.SHA1).isZero()).isTrue();
      }
    }
  }

  @Test
  void banksAreThoseThatWereAllocated() throws IOException {
    MemoryNvram nvram = new MemoryNvram();
    try (LibtpmsEngine tpm = LibtpmsEngine.open(nvram)) {
      start(tpm);
      assertThat(tpm.banks(9)).isEqualTo(tpm.banks()).hasSize(4);
      assertThat(run(tpm, ALLOCATE)).isZero();
      assertThat(tpm.banks(9)).as("until the next reset").hasSize(4);
      start(tpm);
      assertThat(tpm.banks(9)).containsExactly(HashAlgorithm.SHA256, HashAlgorithm.SHA512);
      assertThat(tpm.banks(10)).hasSize(3);
    }
    try (LibtpmsEngine tpm = LibtpmsEngine.open(nvram)) {
      Map<Integer, List<Digest>> pcrs = randomPcrs(tpm, 9);
      tpm.resume(pcrs);
      assertHas(tpm, pcrs);
      assertThat(tpm.banks(10)).hasSize(3);
    }
  }

  @Test
  void aRunningTpmMovesToAnother() throws IOException {
    try (LibtpmsEngine a = LibtpmsEngine.open(new MemoryNvram());
        LibtpmsEngine b = LibtpmsEngine.open(new MemoryNvram())) {
      Map<Integer, List<Digest>> pcrs = randomPcrs(a, 5);
      a.resume(pcrs);
      assertThat(run(a, NV_DEFINE)).isZero();
      TpmStates from = a.states().orElseThrow();
      TpmStates to = b.states().orElseThrow();
      byte[] permanent = from.save(TpmStates.Kind.PERMANENT);
      to.load(TpmStates.Kind.PERMANENT, permanent);
      to.load(TpmStates.Kind.VOLATILE, from.save(TpmStates.Kind.VOLATILE));
      assertThat(b.init()).isTrue();
      assertHas(b, pcrs);
      assertThat(run(b, NV_READ_PUBLIC)).isZero();
      assertThatThrownBy(() -> to.load(TpmStates.Kind.PERMANENT, permanent))
          .hasMessageContaining("power");
      b.stop();
      to.dropVolatile();
      assertThatThrownBy(() -> to.load(TpmStates.Kind.PERMANENT, Arrays.copyOf(permanent, 100)))
          .isInstanceOf(IOException.class);
      start(b);
      assertThat(run(b, NV_READ_PUBLIC)).as("what was refused changed nothing").isZero();
    }
  }

  @Test
  void theBufferSizeIsInForce() throws IOException {
    try (LibtpmsEngine tpm = LibtpmsEngine.open(new MemoryNvram())) {
      assertThat(tpm.bufferSize()).isEqualTo(4096);
      assertThat(tpm.setBufferSize(0xf80)).isEqualTo(0xf80);
      start(tpm);
      String maxCommandSize = "8001000000160000017a000000060000011e00000001";
      assertThat(HexFormat.of().formatHex(tpm.execute(HexFormat.of().parseHex(maxCommandSize), 0)))
          .endsWith("0000011e00000f80");
      assertThat(tpm.setBufferSize(1)).isEqualTo(2808);
      assertThat(tpm.setBufferSize(100_000)).isEqualTo(4096);
      assertThat(CommandHeader.responseCode(tpm.execute(new byte[4097], 0))).isEqualTo(0x142);
    }
  }
}
