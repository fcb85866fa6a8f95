package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.bundle.BundleFormatException;
import dev.vmr.verify.bundle.BundlePart;
import dev.vmr.verify.bundle.EvidenceBundle;
import dev.vmr.verify.bundle.PartRole;
import java.io.IOException;
import java.nio.file.Path;

/** Bundles that are files. */
final class BundleFile {
  private BundleFile() {}

  static EvidenceBundle read(Path file) throws IOException, EvidenceException {
    byte[] bytes = FileContent.read(file, EvidenceBundle.MAX_SIZE);
    if (!EvidenceBundle.recognises(bytes)) {
      throw new EvidenceException(file + ": no evidence bundle");
    }
    try {
      return EvidenceBundle.parse(bytes);
    } catch (BundleFormatException e) {
      throw new EvidenceException(file + ": " + e.getMessage());
    }
  }

  /** Nothing is given in the bundle and beside it: no rule would say which is meant. */
  static void requireNothingTwice(EvidenceBundle bundle, PartOptions options) {
    for (BundlePart part : bundle.parts()) {
      PartRole role = part.label().role();
      if (options.given(role)) {
        throw new CommandFailure(
            ExitCode.USAGE, role.options() + ": the bundle has " + part.label() + " already");
      }
    }
  }
}
