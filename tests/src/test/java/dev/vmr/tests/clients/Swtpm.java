package dev.vmr.tests.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** swtpm itself, on unix sockets. */
final class Swtpm implements AutoCloseable {
  private final Path folder;
  private final Process process;

  private Swtpm(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param state the folder of its state
   * @param started whether it is started at once, as firmware would do it
   */
  static Swtpm start(Path folder, Path state, boolean started)
      throws IOException, InterruptedException {
    Files.createDirectories(state);
    for (String socket : new String[] {"their-tpm", "their-tpm.ctrl"}) {
      Files.deleteIfExists(folder.resolve(socket));
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + state,
                "--server",
                "type=unixio,path=" + folder.resolve("their-tpm"),
                "--ctrl",
                "type=unixio,path=" + folder.resolve("their-tpm.ctrl")));
    if (started) {
      command.addAll(List.of("--flags", "not-need-init,startup-clear"));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("their-tpm.out").toFile())
            .start();
    Swtpm swtpm = new Swtpm(folder, process);
    for (int i = 0; i < 500 && !Files.exists(swtpm.control()); i++) {
      Thread.sleep(10);
    }
    return swtpm;
  }

  Path control() {
    return folder.resolve("their-tpm.ctrl");
  }

  Toolbox tools() {
    return new Toolbox(folder, "swtpm:path=" + folder.resolve("their-tpm"));
  }

  /** Whether it ends by itself, within a few seconds. */
  boolean ends() throws InterruptedException {
    return process.waitFor(5, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
