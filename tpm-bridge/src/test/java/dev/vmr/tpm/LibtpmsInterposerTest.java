package dev.vmr.tpm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.MemoryNvram;
import java.io.IOException;

class LibtpmsInterposerTest extends PcrInterposerContract {
  private final MemoryNvram nvram = new MemoryNvram();

  @Override
  TpmEngine newEngine() throws IOException {
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    return LibtpmsEngine.open(nvram);
  }
}
