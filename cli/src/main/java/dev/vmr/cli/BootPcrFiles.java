package dev.vmr.cli;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.BootPcrs;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.PcrValues;
import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files that say what PCRs are. */
final class BootPcrFiles {
  private BootPcrFiles() {}

  /** The values of a file, as tpm2_pcrread or such prints them. */
  static List<PcrValues.Value> values(Path file) throws IOException, EvidenceException {
    byte[] text = FileContent.read(file, PcrValues.MAX_SIZE);
    return PcrValues.parse(new String(text, StandardCharsets.ISO_8859_1));
  }

  /** Of a file with a firmware log, which must be whole. */
  static Map<HashAlgorithm, List<Digest>> ofFirmwareLog(Path file)
      throws IOException, EvidenceException {
    MeasurementLog boot = firmwareLog(file);
    if (!boot.complete()) {
      throw new EvidenceException(file + ": " + boot.findings());
    }
    return BootPcrs.of(boot);
  }

  /** The firmware log of a file, as far as it can be read. */
  static MeasurementLog firmwareLog(Path file) throws IOException, EvidenceException {
    return BootLogs.read(FileContent.read(file, MeasurementLogs.MAX_SIZE));
  }
}
