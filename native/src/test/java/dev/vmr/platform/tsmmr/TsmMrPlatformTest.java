package dev.vmr.platform.tsmmr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.linux.SystemCallException;
import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.NotExtendedException;
import dev.vmr.mux.StoppedException;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.Platform;
import dev.vmr.platform.RegisterDescription;
import dev.vmr.record.LogRecord;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TsmMrPlatformTest {
  private static final Digest DIGEST =
      HashAlgorithm.SHA384.hash("abc".getBytes(StandardCharsets.US_ASCII));
  private static final int EBUSY = SystemCallException.EBUSY;
  private static final int EINTR = SystemCallException.EINTR;

  @TempDir Path folder;
  private Path measurements;
  private Path reports;
  private final ImitatedKernel kernel = new ImitatedKernel();

  @BeforeEach
  void makeTdx() throws IOException {
    measurements = Files.createDirectory(folder.resolve("measurements"));
    reports = Files.createDirectory(folder.resolve("report"));
    for (int i = 0; i < 4; i++) {
      file("rtmr" + i + ":sha384", 48, "rw-r--r--");
    }
    file("mrtd:sha384", 48, "r--r--r--");
    for (String name : List.of("mrconfigid", "mrowner", "mrownerconfig")) {
      file(name, 48, "r--r--r--");
    }
  }

  private Path file(String name, int size, String mode) throws IOException {
    Path file = Files.write(measurements.resolve(name), new byte[size]);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private TsmMrPlatform open() throws IOException {
    return TsmMrPlatform.open(measurements, reports, kernel);
  }

  private PhysicalRegister register(String name) throws IOException {
    return open().register(new RegisterName(name)).orElseThrow();
  }

  @Test
  void tdxHasTheseRegisters() throws Exception {
    assertThat(open().registers().stream().map(each -> describe(each.describe())))
        .containsExactly(
            "mrconfigid 0 sha384 read",
            "mrowner 0 sha384 read",
            "mrownerconfig 0 sha384 read",
            "mrtd 0 sha384 read",
            "rtmr0 0 sha384 read extend",
            "rtmr1 1 sha384 read extend",
            "rtmr2 2 sha384 read extend",
            "rtmr3 3 sha384 read extend");
    assertThat(open().softwareRegister()).isEqualTo(new RegisterName("rtmr3"));
  }

  private static String describe(RegisterDescription each) {
    return each.name()
        + " "
        + each.index()
        + " "
        + each.algorithm()
        + (each.readable() ? " read" : "")
        + (each.extendable() ? " extend" : "");
  }

  @Test
  void namesOfEveryPlatform() throws Exception {
    assertThat(register("extend_measurement").describe().name().text()).isEqualTo("rtmr3");
    assertThat(register("initial_vm_state").describe().name().text()).isEqualTo("mrtd");
  }

  @Test
  void otherFoldersOfThatAbi() throws Exception {
    measurements = Files.createDirectory(folder.resolve("other"));
    file("rtmr_crypto_agile:sha256", 32, "rw-r--r--");
    file("rtmr_crypto_agile:sha384", 48, "rw-r--r--");
    file("secret:sha512", 64, "-w-------");
    file("config_mr", 64, "r--r--r--");
    file("of_tomorrow:blake9", 77, "rw-r--r--");
    file("too-odd", 47, "rw-r--r--");
    file("no name:sha384", 48, "rw-r--r--");
    Files.createDirectory(measurements.resolve("folder:sha384"));
    assertThat(open().registers().stream().map(each -> describe(each.describe())))
        .containsExactly(
            "config_mr 0 sha512 read",
            "rtmr_crypto_agile.sha256 0 sha256 read extend",
            "rtmr_crypto_agile.sha384 0 sha384 read extend",
            "secret 0 sha512 extend");
    assertThat(open().register(Platform.EXTEND_MEASUREMENT)).isEmpty();
    assertThat(open().register(Platform.INITIAL_VM_STATE)).isEmpty();
  }

  @Test
  void whatIsNoSuchFolderIsSaid() throws Exception {
    Path there = measurements;
    measurements = folder.resolve("absent");
    assertThatThrownBy(this::open).hasMessageContaining("Linux 6.16");
    measurements = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(this::open).hasMessageContaining("no measurement registers");
    measurements = there;
    file("rtmr4:sha384", 47, "rw-r--r--");
    assertThatThrownBy(this::open).hasMessageContaining("rtmr4:sha384 has 47 bytes, not 48");
  }

  @Test
  void extendsWithOneWriteAndReadsWithOne() throws Exception {
    PhysicalRegister register = register("rtmr3");
    register.extend(DIGEST);
    assertThat(register.read())
        .isEqualTo(new RegisterBank(Digest.zero(HashAlgorithm.SHA384)).extendedBy(DIGEST).value());
    assertThat(kernel.calls).containsExactly("write rtmr3:sha384", "read rtmr3:sha384");
  }

  @Test
  void theRealCallsOnOrdinaryFiles() throws Exception {
    PhysicalRegister register =
        TsmMrPlatform.open(measurements, reports).register(new RegisterName("rtmr2")).orElseThrow();
    register.extend(DIGEST);
    assertThat(register.read()).as("an ordinary file keeps what is written").isEqualTo(DIGEST);
    Files.delete(measurements.resolve("rtmr2:sha384"));
    assertThatThrownBy(register::read).hasMessageContaining("open").hasMessageContaining("[2]");
    assertThatThrownBy(() -> register.extend(DIGEST)).isInstanceOf(SystemCallException.class);
    assertThat(measurements.resolve("rtmr2:sha384")).as("never made").doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"4, 100", "16, 8"})
  void whatHasDoneNothingIsRepeated(int errno, int times) throws Exception {
    PhysicalRegister register = register("rtmr3");
    kernel.failures.addAll(Collections.nCopies(times, errno));
    register.extend(DIGEST);
    assertThat(kernel.calls).hasSize(times + 1);
    kernel.failures.addAll(Collections.nCopies(times, errno));
    Digest value = register.read();
    assertThat(value)
        .as("extended once")
        .isEqualTo(new RegisterBank(Digest.zero(HashAlgorithm.SHA384)).extendedBy(DIGEST).value());
    kernel.failures.addAll(Collections.nCopies(times + 1, errno));
    assertThatThrownBy(() -> register.extend(DIGEST)).hasMessageContaining("error " + errno);
    assertThat(register.read()).isEqualTo(value);
  }

  @Test
  void busyAndInterruptedMayMix() throws Exception {
    kernel.failures.addAll(List.of(EBUSY, EINTR, EBUSY, EINTR));
    register("rtmr3").extend(DIGEST);
    assertThat(kernel.calls).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 13, 22})
  void otherErrorsAreReportedAtOnce(int errno) throws Exception {
    PhysicalRegister register = register("rtmr3");
    kernel.failures.add(errno);
    assertThatThrownBy(() -> register.extend(DIGEST))
        .isInstanceOfSatisfying(
            SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(errno))
        .hasMessageContaining("rtmr3:sha384");
    assertThat(kernel.calls).hasSize(1);
  }

  @Test
  void aShortReadIsReadAnewAndNeverJoined() throws Exception {
    PhysicalRegister register = register("rtmr3");
    kernel.shortReads.add(20);
    assertThat(register.read()).isEqualTo(Digest.zero(HashAlgorithm.SHA384));
    kernel.shortReads.addAll(List.of(20, 28, 0));
    assertThatThrownBy(register::read).hasMessageContaining("0 bytes, not 48");
    Files.write(measurements.resolve("rtmr3:sha384"), new byte[49]);
    assertThatThrownBy(register::read).hasMessageContaining("49 bytes, not 48");
  }

  @Test
  void whatCannotBeExtendedIsNot() throws Exception {
    PhysicalRegister mrtd = register("mrtd");
    assertThatThrownBy(() -> mrtd.extend(DIGEST)).isInstanceOf(IllegalArgumentException.class);
    PhysicalRegister rtmr3 = register("rtmr3");
    assertThatThrownBy(() -> rtmr3.extend(HashAlgorithm.SHA256.hash(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sha384");
    assertThat(kernel.calls).isEmpty();
  }

  @Test
  void theMultiplexerOnIt() throws Exception {
    PhysicalRegister register = register("rtmr3");
    Path log = folder.resolve("rtmr3.log");
    LogRecord record = LogRecord.parse("mr_app extend " + DIGEST);
    try (Multiplexer multiplexer = Multiplexer.open(register, log, new UUID(1, 2), false)) {
      multiplexer.submit(record);
      kernel.failures.add(SystemCallException.EIO);
      assertThatThrownBy(() -> multiplexer.submit(record))
          .isInstanceOf(NotExtendedException.class)
          .hasMessageContaining("error 5");
      multiplexer.submit(record);

      register.extend(DIGEST);
      assertThat(multiplexer.verify().jumps()).as("somebody else extended").isEqualTo(1);
      assertThat(Files.readString(log)).contains("\nSYNC sha384/");

      kernel.failures.addAll(List.of(SystemCallException.EIO, SystemCallException.EIO));
      assertThatThrownBy(() -> multiplexer.submit(record)).isInstanceOf(StoppedException.class);
    }
    try (Multiplexer multiplexer = Multiplexer.open(register, log, new UUID(1, 2), false)) {
      assertThat(multiplexer.recovery().redone()).isEqualTo(1);
      assertThat(multiplexer.verify().value()).isEqualTo(register.read());
    }
  }

  private static byte[] reportData() {
    byte[] data = new byte[64];
    Arrays.fill(data, (byte) 'n');
    return data;
  }

  @Test
  void quotes() throws Exception {
    String quote = new String(open().quote(reportData()), StandardCharsets.US_ASCII);
    assertThat(quote).isEqualTo("a quote over " + "n".repeat(64));
    assertThat(kernel.calls)
        .containsExactly("read generation", "write inblob", "read outblob", "read generation");
    assertThat(reports).as("nothing is left").isEmptyDirectory();
  }

  @Test
  void aReportOfSomebodyElseIsNotOurs() throws Exception {
    kernel.rivals = 4;
    String quote = new String(open().quote(reportData()), StandardCharsets.US_ASCII);
    assertThat(quote).endsWith("n".repeat(64));
    kernel.rivals = 5;
    assertThatThrownBy(() -> open().quote(reportData())).hasMessageContaining("somebody else");
    assertThat(reports).isEmptyDirectory();
  }

  @Test
  void aStaleReportIsAskedForAgain() throws Exception {
    kernel.failures.addAll(List.of(0, EBUSY, 0, EINTR, SystemCallException.EAGAIN));
    assertThat(open().quote(reportData())).hasSize(13 + 64);
  }

  @ParameterizedTest
  @CsvSource({"6, no TSM", "22, error 22", "27, error 27"})
  void whyThereIsNoQuote(int errno, String reason) throws Exception {
    kernel.failures.addAll(List.of(0, 0, errno));
    assertThatThrownBy(() -> open().quote(reportData()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no quote: ")
        .hasMessageContaining(reason);
    assertThat(reports).isEmptyDirectory();
  }

  @Test
  void noReports() throws Exception {
    Files.delete(reports);
    assertThatThrownBy(() -> open().quote(reportData())).hasMessageContaining("tsm_report");
    assertThatThrownBy(() -> open().quote(new byte[63]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
