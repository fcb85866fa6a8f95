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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files that say what PCRs are. */
final class BootPcrFiles {
  private BootPcrFiles() {}

  /** The values of a file, as tpm2_pcrread or such prints them. */
  static List<PcrValues.Value> values(Path file) throws IOException, EvidenceException {
    Options.file(file);
    return PcrValues.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  /** Of a file with a firmware log, which must be whole. */
  static Map<HashAlgorithm, List<Digest>> ofFirmwareLog(Path file)
      throws IOException, EvidenceException {
    try (InputStream in = Options.file(file).open()) {
      MeasurementLog boot = BootLogs.read(in.readNBytes(MeasurementLogs.MAX_SIZE));
      if (!boot.complete()) {
        throw new EvidenceException(file + ": " + boot.findings());
      }
      return BootPcrs.of(boot);
    }
  }
}
