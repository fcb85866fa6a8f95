package dev.vmr.daemon;

import dev.vmr.tpm.TpmEngine;
import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.Nvram;
import dev.vmr.tpm.engine.NvramFolder;
import dev.vmr.tpm.engine.PcrOnlyEngine;
import java.io.IOException;
import java.nio.file.Path;

/** The engines by their names (docs/tpm-bridge.md, section 1). */
public final class TpmEngines {
  /** libtpms when it is on this machine, else pcr-only. */
  public static final String AUTO = "auto";

  private TpmEngines() {}

  /**
   * Makes a TPM without power.
   *
   * @param state the folder of its state, for an engine that has one
   * @throws IOException when there is no such engine, or its library or its state cannot be used
   */
  static TpmEngine open(String name, Path state) throws IOException {
    return switch (name) {
      case AUTO -> LibtpmsEngine.present() ? libtpms(state) : new PcrOnlyEngine();
      case LibtpmsEngine.NAME -> libtpms(state);
      case PcrOnlyEngine.NAME -> new PcrOnlyEngine();
      default ->
          throw new IOException(
              "there is no TPM engine '" + name + "': they are auto, libtpms and pcr-only");
    };
  }

  private static TpmEngine libtpms(Path state) throws IOException {
    Nvram nvram = NvramFolder.open(state);
    try {
      return LibtpmsEngine.open(nvram);
    } catch (IOException e) {
      nvram.close();
      throw e;
    }
  }
}
