package dev.vmr.tests.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.tests.process.SimulatedRegister;
import dev.vmr.tests.process.VmrProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * QEMU with {@code vmr tpm serve} as its TPM, and in it a guest that passes commands on
 * (tests/lab/guest/tpm-console). Everything that belongs to it is in one folder.
 */
final class EmulatedMachine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final VmrProcess tpm;
  private final Process qemu;
  private final SocketLines monitor;
  private final SocketLines serial;

  private EmulatedMachine(
      Path folder, VmrProcess tpm, Process qemu, SocketLines monitor, SocketLines serial) {
    this.folder = folder;
    this.tpm = tpm;
    this.qemu = qemu;
    this.monitor = monitor;
    this.serial = serial;
  }

  /**
   * Starts one.
   *
   * @param folder where nothing is yet
   * @param kernel the paths of kernel and initramfs
   * @param incoming the address of a machine that will come here; empty when the guest boots
   */
  static EmulatedMachine start(Path folder, String[] kernel, String incoming) throws Exception {
    Files.createDirectory(folder);
    VmrProcess tpm =
        VmrProcess.start(
            folder,
            List.of(),
            "tpm",
            "serve",
            "--engine",
            "libtpms",
            "--swtpm-ctrl",
            folder.resolve("ctrl").toString(),
            "--state",
            folder.resolve("state").toString(),
            "--log-dir",
            folder.resolve("log").toString());
    try {
      tpm.await(folder.resolve("ctrl"));
      run("qemu-img", "create", "-q", "-f", "qcow2", folder.resolve("disk").toString(), "64M");
      Process qemu = qemu(folder, kernel, incoming);
      SocketLines monitor = SocketLines.connect(folder.resolve("monitor"), qemu);
      SocketLines serial = SocketLines.connect(folder.resolve("serial"), qemu);
      EmulatedMachine machine = new EmulatedMachine(folder, tpm, qemu, monitor, serial);
      machine.monitor.next(); // its greeting
      machine.execute("qmp_capabilities", JSON.createObjectNode());
      return machine;
    } catch (IOException e) {
      tpm.close();
      throw e;
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command));
    }
  }

  private static Process qemu(Path folder, String[] kernel, String incoming) throws IOException {
    List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-nodefaults"));
    command.addAll(List.of("-no-user-config", "-display", "none"));
    command.addAll(List.of("-M", "q35", "-accel", "tcg", "-cpu", "max", "-m", "256"));
    command.addAll(List.of("-qmp", "unix:" + folder.resolve("monitor") + ",server=on,wait=off"));
    command.addAll(List.of("-serial", "file:" + folder.resolve("console.txt")));
    command.addAll(List.of("-serial", "unix:" + folder.resolve("serial") + ",server=on,wait=off"));
    command.addAll(List.of("-chardev", "socket,id=c,path=" + folder.resolve("ctrl")));
    command.addAll(List.of("-tpmdev", "emulator,id=t0,chardev=c", "-device", "tpm-crb,tpmdev=t0"));
    command.addAll(List.of("-drive", "if=none,id=d,format=qcow2,file=" + folder.resolve("disk")));
    command.addAll(List.of("-kernel", kernel[0], "-initrd", kernel[1]));
    command.addAll(List.of("-append", "console=ttyS0 quiet panic=0 ima_policy=tcb"));
    if (!incoming.isEmpty()) {
      command.addAll(List.of("-incoming", incoming));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("qemu.txt").toFile())
        .start();
  }

  /** Waits until the guest takes commands. */
  void awaitGuest() throws IOException {
    String line;
    do {
      line = serial.next(); // first what the firmware writes
    } while (!line.strip().endsWith("ready"));
  }

  /** A command of the guest to its TPM, which must succeed; the response without its header. */
  String tpm(byte[] command) throws IOException {
    serial.send(HexFormat.of().formatHex(command));
    String response = serial.next().strip();
    if (!response.startsWith("00000000", 12)) {
      throw new IOException("the TPM answers " + response);
    }
    return response.substring(20);
  }

  private JsonNode execute(String command, ObjectNode arguments) throws IOException {
    ObjectNode message = JSON.createObjectNode().put("execute", command);
    monitor.send(JSON.writeValueAsString(message.set("arguments", arguments)));
    while (true) {
      JsonNode answer = JSON.readTree(monitor.next());
      if (answer.has("error")) {
        throw new IOException(command + ": " + answer);
      }
      if (answer.has("return")) {
        return answer.path("return");
      }
    }
  }

  /** {@code savevm} and {@code loadvm}, which say nothing when they succeed. */
  void monitor(String command) throws IOException {
    String said =
        execute("human-monitor-command", JSON.createObjectNode().put("command-line", command))
            .asText();
    if (!said.isBlank()) {
      throw new IOException(command + ": " + said);
    }
  }

  /** Migrates the guest to a machine that waits for it, and waits until it is there. */
  void migrate(String to) throws Exception {
    execute("migrate", JSON.createObjectNode().put("uri", to));
    String status = "";
    while (!status.equals("completed")) {
      Thread.sleep(50);
      status = execute("query-migrate", JSON.createObjectNode()).path("status").asText();
      if (status.toLowerCase(Locale.ROOT).contains("fail")) {
        throw new IOException("the migration: " + status);
      }
    }
  }

  Path log() {
    return folder.resolve("log/rtmr3.log");
  }

  /** The value of the simulated rtmr3, in hex. */
  String register() throws IOException {
    return new SimulatedRegister(folder.resolve("state")).value();
  }

  /** What QEMU and the guest's console said. */
  String said() throws IOException {
    return Files.readString(folder.resolve("qemu.txt"), StandardCharsets.ISO_8859_1)
        + Files.readString(folder.resolve("console.txt"), StandardCharsets.ISO_8859_1)
        + tpm.output();
  }

  @Override
  public void close() throws IOException {
    qemu.destroyForcibly().onExit().join();
    monitor.channel().close();
    serial.channel().close();
    tpm.close();
  }
}
