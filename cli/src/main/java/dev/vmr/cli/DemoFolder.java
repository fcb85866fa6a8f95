package dev.vmr.cli;

import java.nio.file.Path;

/** Where the demo keeps everything. */
record DemoFolder(Path path) {
  Path socket() {
    return path.resolve("registers");
  }

  Path tpm() {
    return path.resolve("tpm");
  }

  Path imaList() {
    return path.resolve("ima.bin");
  }

  Path log() {
    return path.resolve("evidence.log");
  }

  String configuration() {
    return """
        platform = "simulated"
        state    = "%1$s"
        socket   = "%1$s/registers"

        [[register]]
        name  = "mr_app"
        banks = ["sha384"]

        [tpm]
        raw = "%1$s/tpm"
        """
        .formatted(path);
  }
}
