package dev.vmr.platform.tsmmr;

import dev.vmr.linux.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Quotes through configfs-tsm (docs/tsm-mr.md, section 4). */
final class TsmReports {
  private static final int MAX_QUOTE = 1 << 24;
  private static final int MAX_NUMBER = 32;
  private static final int ATTEMPTS = 5;

  private final Path folder;
  private final AttributeFiles files;

  TsmReports(Path folder, AttributeFiles files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * A quote over these bytes.
   *
   * @throws IOException with the reason when there is none
   */
  byte[] quote(byte[] reportData) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "no quote: there is no folder "
              + folder
              + "; mount configfs and load tsm_report with the driver of this machine's TSM");
    }
    Path entry = folder.resolve("vmr-" + UUID.randomUUID());
    try {
      files.makeFolder(entry);
    } catch (IOException e) {
      throw new IOException("no quote: " + entry + " cannot be made: " + e.getMessage(), e);
    }
    try {
      return quote(entry, reportData);
    } catch (SystemCallException e) {
      String hint =
          e.errno() == SystemCallException.ENXIO ? "this machine has no TSM that is in use: " : "";
      throw new IOException("no quote: " + hint + e.getMessage(), e);
    } finally {
      files.removeFolder(entry);
    }
  }

  private byte[] quote(Path entry, byte[] reportData) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<byte[]> quote = attempt(entry, reportData);
      if (quote.isPresent()) {
        return quote.get();
      }
    }
    throw new IOException("no quote: somebody else writes to " + entry);
  }

  /** One try; nothing when the report was not of this request. */
  private Optional<byte[]> attempt(Path entry, byte[] reportData) throws IOException {
    long before = generation(entry);
    Patience.with(
        () -> {
          files.writeOnce(entry.resolve("inblob"), reportData);
          return reportData;
        });
    byte[] quote;
    try {
      quote = Patience.with(() -> files.readAll(entry.resolve("outblob"), MAX_QUOTE));
    } catch (SystemCallException e) {
      if (e.errno() == SystemCallException.EAGAIN) {
        return Optional.empty();
      }
      throw e;
    }
    if (generation(entry) != before + 1) {
      return Optional.empty();
    }
    if (quote.length == 0 || quote.length > MAX_QUOTE) {
      throw new IOException(
          "no quote: "
              + entry.resolve("outblob")
              + (quote.length == 0 ? " is empty" : " has more than " + MAX_QUOTE + " bytes"));
    }
    return Optional.of(quote);
  }

  private long generation(Path entry) throws IOException {
    Path file = entry.resolve("generation");
    byte[] text = Patience.with(() -> files.readOnce(file, MAX_NUMBER));
    String number = new String(text, StandardCharsets.US_ASCII).strip();
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw new IOException("no quote: " + file + " is '" + number + "', no number", e);
    }
  }
}
