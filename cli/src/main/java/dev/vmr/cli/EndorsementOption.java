package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What came beside a quote. */
final class EndorsementOption {
  @Option(
      names = {"--endorsement", "--collateral", "--with"},
      paramLabel = "FILE",
      description =
          "what came beside the quote: certificates, revocation lists, collateral, a TPM's"
              + " signature and PCR values; may be repeated")
  private final List<Path> files = new ArrayList<>();

  boolean given() {
    return !files.isEmpty();
  }

  List<byte[]> read() throws IOException, EvidenceException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(FileContent.read(file));
    }
    return contents;
  }
}
