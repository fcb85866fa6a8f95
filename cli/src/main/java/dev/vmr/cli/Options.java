package dev.vmr.cli;

import dev.vmr.register.Digest;
import dev.vmr.register.DigestFormatException;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.Source;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

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

  /** A date, which is its first moment, or a time; in UTC. */
  static Instant time(String option, String text) {
    try {
      return text.length() == "2026-01-31".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new CommandFailure(ExitCode.USAGE, option + ": a date or a time in UTC, not " + text);
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
    return new FileSource(path);
  }

  /** A file; it is not read up to where it is opened. */
  private record FileSource(Path path) implements Source {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public InputStream open(long from) throws IOException {
      FileChannel channel = FileChannel.open(path);
      try {
        if (channel.size() < from) {
          throw new EOFException(path + " has only " + channel.size() + " bytes");
        }
        return Channels.newInputStream(channel.position(from));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }
  }
}
