package dev.vmr.tests.clients;

import dev.vmr.log.LineScanner;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.tests.process.VmrProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code vmr tpm serve} on every transport at once. */
final class TpmServer implements AutoCloseable {
  private static final int FIRST_PORT = 23_000;
  private static final int PORTS = 8_000;
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Path folder;
  private final int port;
  private final VmrProcess process;

  private TpmServer(Path folder, int port, VmrProcess process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** With the engine that measures and does nothing else. */
  static TpmServer start(Path folder) throws IOException, InterruptedException {
    return start(folder, "pcr-only");
  }

  static TpmServer start(Path folder, String engine) throws IOException, InterruptedException {
    int port = freePorts();
    Files.deleteIfExists(folder.resolve("raw")); // what a server that was killed has left
    VmrProcess process =
        VmrProcess.start(
            folder,
            List.of(),
            "tpm",
            "serve",
            "--engine",
            engine,
            "--swtpm",
            folder.resolve("swtpm").toString(),
            "--swtpm-port",
            Integer.toString(port),
            "--mssim-port",
            Integer.toString(port + 2),
            "--raw",
            folder.resolve("raw").toString(),
            "--state",
            folder.resolve("state").toString(),
            "--log-dir",
            folder.resolve("log").toString());
    process.await(folder.resolve("raw"));
    return new TpmServer(folder, port, process);
  }

  /** The first of four ports of the loopback that nobody has now, nor another test here soon. */
  private static int freePorts() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    for (int tried = 0; tried < PORTS / 4; tried++) {
      int first = FIRST_PORT + 4 * Math.floorMod(NEXT.getAndIncrement(), PORTS / 4);
      int free = 0;
      for (int port = first; port < first + 4; port++) {
        try {
          new ServerSocket(port, 1, loopback).close();
          free++;
        } catch (IOException e) {
          break; // taken
        }
      }
      if (free == 4) {
        return first;
      }
    }
    throw new IOException("no four free ports");
  }

  String tcti(String kind) {
    return switch (kind) {
      case "swtpm-tcp" -> "swtpm:host=127.0.0.1,port=" + port;
      case "swtpm-path" -> "swtpm:path=" + folder.resolve("swtpm");
      case "mssim" -> "mssim:host=127.0.0.1,port=" + simulatorPort();
      default -> "cmd:socat - UNIX-CONNECT:" + folder.resolve("raw");
    };
  }

  int simulatorPort() {
    return port + 2;
  }

  int controlPort() {
    return port + 1;
  }

  Path control() {
    return folder.resolve("swtpm.ctrl");
  }

  VmrProcess process() {
    return process;
  }

  ReplayedLog log() throws IOException {
    Replay replay = new Replay();
    try (InputStream in = Files.newInputStream(folder.resolve("log/rtmr3.log"))) {
      LineScanner.scan(in, replay);
    }
    return replay.result();
  }

  /** The replayed bank of a register, in hex. */
  String replayed(String register, HashAlgorithm bank) throws IOException {
    return log().registers().get(new RegisterName(register)).banks().get(bank).hex();
  }

  @Override
  public void close() {
    process.close();
  }
}
