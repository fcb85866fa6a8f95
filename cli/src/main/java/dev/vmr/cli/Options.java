package dev.vmr.cli;

import dev.vmr.register.Digest;
import dev.vmr.register.DigestFormatException;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Values of options, or what is wrong with them. */
final class Options {
  private Options() {}

  static HashAlgorithm algorithm(String text) {
    return HashAlgorithm.ofKernelName(text)
        .orElseThrow(
            () -> new CommandFailure(ExitCode.USAGE, "unknown hash algorithm '" + text + "'"));
  }

  /** {@code <algorithm>:<hex>}, or with a slash as in records. */
  static Digest digest(String option, String text) {
    try {
      return Digest.parse(text.replaceFirst(":", "/"));
    } catch (DigestFormatException e) {
      throw new CommandFailure(ExitCode.USAGE, option + ": " + e.getMessage());
    }
  }

  static RegisterName register(String option, String text) {
    try {
      return new RegisterName(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, option + ": " + e.getMessage());
    }
  }

  /**
   * A file that can be read.
   *
   * @throws IOException when it cannot
   */
  static Source file(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a folder");
    }
    Files.newInputStream(path).close();
    return () -> Files.newInputStream(path);
  }
}
