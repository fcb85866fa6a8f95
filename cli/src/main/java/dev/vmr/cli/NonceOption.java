package dev.vmr.cli;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the asker gives, and the quote must be bound to. */
final class NonceOption {
  private static final int MAX_NONCE = 64;

  @Option(names = "--nonce", paramLabel = "HEX", description = "what the quote is to be bound to")
  private @Nullable String nonce;

  byte @Nullable [] bytes() {
    if (nonce == null) {
      return null;
    }
    if (!nonce.matches("([0-9A-Fa-f]{2}){1," + MAX_NONCE + "}")) {
      throw new CommandFailure(ExitCode.USAGE, "--nonce: 1 to 64 bytes in hex");
    }
    return HexFormat.of().parseHex(nonce);
  }
}
