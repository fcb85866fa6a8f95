package dev.vmr.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the daemon is. */
final class SocketOption {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      defaultValue = "${env:VMR_SOCKET:-/run/vmr/registers}",
      description = "the daemon's API socket (default: $VMR_SOCKET, or /run/vmr/registers)")
  private Path socket = Path.of("/run/vmr/registers");

  Client connect() {
    return Client.connect(socket);
  }
}
