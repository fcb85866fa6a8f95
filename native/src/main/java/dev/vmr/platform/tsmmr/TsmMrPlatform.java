package dev.vmr.platform.tsmmr;

import com.google.common.collect.ImmutableList;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.Platform;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The registers of one folder of the kernel's measurement-register ABI (docs/tsm-mr.md). */
public final class TsmMrPlatform implements Platform {
  /** The name that configurations use. */
  public static final String NAME = "tsm-mr";

  /** Intel TDX's registers. */
  public static final Path TDX_MEASUREMENTS =
      Path.of("/sys/devices/virtual/misc/tdx_guest/measurements");

  /** Where configfs-tsm gives quotes. */
  public static final Path REPORTS = Path.of("/sys/kernel/config/tsm/report");

  private static final int REPORT_DATA_SIZE = 64;

  private final List<PhysicalRegister> registers;
  private final TsmReports reports;

  private TsmMrPlatform(List<PhysicalRegister> registers, TsmReports reports) {
    this.registers = ImmutableList.copyOf(registers);
    this.reports = reports;
  }

  /**
   * Finds the registers of a folder.
   *
   * @param measurements the folder of the register files
   * @param reports configfs-tsm's folder, which is looked for only when a quote is asked for
   * @throws IOException when there are no registers
   */
  public static TsmMrPlatform open(Path measurements, Path reports) throws IOException {
    return open(measurements, reports, AttributeFiles.KERNEL);
  }

  static TsmMrPlatform open(Path measurements, Path reports, AttributeFiles files)
      throws IOException {
    return new TsmMrPlatform(
        RegisterFolder.list(measurements, files), new TsmReports(reports, files));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<PhysicalRegister> registers() {
    return registers;
  }

  /** {@code rtmr3} or {@code rem3}; where there is neither, a name that no register has. */
  @Override
  public RegisterName softwareRegister() {
    return first("rtmr3", "rem3").orElse(EXTEND_MEASUREMENT);
  }

  @Override
  public Optional<RegisterName> initialStateRegister() {
    return first("mrtd", "rim");
  }

  private Optional<RegisterName> first(String... names) {
    return Stream.of(names)
        .map(RegisterName::new)
        .filter(name -> registers.stream().anyMatch(each -> each.describe().name().equals(name)))
        .findFirst();
  }

  @Override
  public byte[] quote(byte[] reportData) throws IOException {
    if (reportData.length != REPORT_DATA_SIZE) {
      throw new IllegalArgumentException("report data has " + REPORT_DATA_SIZE + " bytes");
    }
    return reports.quote(reportData);
  }

  @Override
  public void close() {}
}
