package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.tpm.command.Commands;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** swtpm and our server, without power, that are asked the same. */
final class SideBySide implements AutoCloseable {
  private static final int MAX_RESPONSE = 4096;

  private final Side theirs;
  private final Side ours;
  private final Swtpm swtpm;
  private final VmrProcess server;

  private SideBySide(Side theirs, Side ours, Swtpm swtpm, VmrProcess server) {
    this.theirs = theirs;
    this.ours = ours;
    this.swtpm = swtpm;
    this.server = server;
  }

  static SideBySide start(Path folder) throws IOException, InterruptedException {
    Path left = Files.createDirectory(folder.resolve("theirs"));
    Path right = Files.createDirectory(folder.resolve("ours"));
    Swtpm swtpm = Swtpm.start(left, left.resolve("state"), false);
    VmrProcess server =
        VmrProcess.start(
            right,
            List.of(),
            "tpm",
            "serve",
            "--engine",
            "libtpms",
            "--no-startup",
            "--state",
            right.resolve("state").toString(),
            "--swtpm",
            right.resolve("their-tpm").toString());
    server.await(right.resolve("their-tpm"));
    return new SideBySide(new Side(left), new Side(right), swtpm, server);
  }

  /** What the two said. */
  record Answers(VmrProcess.Result theirs, VmrProcess.Result ours) {}

  Answers ask(String line) throws IOException, InterruptedException {
    return new Answers(theirs.ask(line), ours.ask(line));
  }

  /** Asks both, who must say the same. */
  VmrProcess.Result check(String line) throws IOException, InterruptedException {
    if (line.equals("variants")) {
      variants();
      return new VmrProcess.Result(0, "");
    }
    Answers answers = ask(line);
    assertThat(answers.ours()).as(line).isEqualTo(answers.theirs());
    return answers.theirs();
  }

  /** Makes blobs that are not what they should be, of those that each has saved. */
  void variants() throws IOException {
    BlobVariants.write(theirs.folder);
    BlobVariants.write(ours.folder);
  }

  /** Waits until both processes have ended by themselves. */
  void awaitEnd() throws IOException, InterruptedException {
    assertThat(swtpm.ends()).isTrue();
    assertThat(server.await()).isZero();
  }

  @Override
  public void close() {
    server.close();
    swtpm.close();
  }

  /** One of them, and the folder in which it is asked. */
  private record Side(Path folder) {
    /**
     * Runs a line: {@code -x …} is swtpm_ioctl with these options, {@code reset N} a PCR_Reset on
     * the data channel with the locality that is set, anything else a shell's command.
     */
    VmrProcess.Result ask(String line) throws IOException, InterruptedException {
      if (line.startsWith("reset ")) {
        return new VmrProcess.Result(
            0, send(Commands.pcrReset(Integer.parseInt(line.substring(6)))));
      }
      String command =
          line.startsWith("-") ? "swtpm_ioctl --unix " + folder + "/their-tpm.ctrl " + line : line;
      VmrProcess.Result result =
          Programs.run(
              folder,
              Map.of("TPM2TOOLS_TCTI", "swtpm:path=" + folder.resolve("their-tpm")),
              "sh",
              "-c",
              command);
      return new VmrProcess.Result(
          result.exitCode(), result.output().replace(folder.toString(), "."));
    }

    /** The response in hex. */
    private String send(byte[] command) throws IOException {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(folder.resolve("their-tpm")));
        channel.write(ByteBuffer.wrap(command));
        ByteBuffer response = ByteBuffer.allocate(MAX_RESPONSE);
        channel.read(response);
        return HexFormat.of().formatHex(response.array(), 0, response.position());
      }
    }
  }
}
