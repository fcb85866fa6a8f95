package dev.vmr.tpm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelDeviceTest {
  private static final String SUCCESS = "80010000000a00000000";
  private static final String SELF_TEST = "80010000000b0000014300";

  private final FakeTpm tpm = FakeTpm.on();
  private final Kernel kernel = new Kernel();

  /** Sends commands, gives up, forgets that it asked. */
  private static final class Kernel implements KernelDevice.Source {
    private final LinkedBlockingQueue<Optional<byte[]>> commands = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile boolean waits = true;
    private volatile boolean fails;

    String ask(String command) throws InterruptedException {
      commands.add(Optional.of(HexFormat.of().parseHex(command)));
      return String.valueOf(answers.poll(10, TimeUnit.SECONDS));
    }

    @Override
    public Optional<byte[]> read() throws IOException {
      try {
        Optional<byte[]> command = commands.take();
        if (fails) {
          throw new IOException("broken");
        }
        return command;
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public boolean write(byte[] response) {
      answers.add(HexFormat.of().formatHex(response));
      return waits;
    }

    @Override
    public void close() {
      commands.add(Optional.empty());
    }
  }

  @Test
  void localityHoldsForWhatFollows() throws Exception {
    try (KernelDevice device = KernelDevice.start(kernel, tpm)) {
      assertThat(device).isNotNull();
      kernel.ask(SELF_TEST);
      assertThat(kernel.ask("80020000000b2000100003")).isEqualTo(SUCCESS);
      assertThat(kernel.ask("80020000000b2000100005")).as("no such locality").endsWith("00000907");
      kernel.ask(SELF_TEST);
      assertThat(tpm.takeCalls())
          .containsExactly("execute 0 " + SELF_TEST, "execute 3 " + SELF_TEST);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "80020000000a20001000, too short",
    "80020000000c200010000000, too long",
    "8001000000, no header",
  })
  void whatIsNotQuiteItIsForTheTpm(String command, String why) throws Exception {
    try (KernelDevice device = KernelDevice.start(kernel, tpm)) {
      assertThat(device).isNotNull();
      kernel.ask(command);
      assertThat(tpm.takeCalls()).as(why).containsExactly("execute 0 " + command);
    }
  }

  @Test
  void anAnswerThatNobodyWaitsForHarmsNobody() throws Exception {
    try (KernelDevice device = KernelDevice.start(kernel, tpm)) {
      assertThat(device).isNotNull();
      kernel.waits = false;
      assertThat(kernel.ask(SELF_TEST)).isEqualTo(SUCCESS);
      kernel.waits = true;
      assertThat(kernel.ask(SELF_TEST)).isEqualTo(SUCCESS);
    }
  }

  @Test
  void registration(@TempDir Path folder) throws Exception {
    Path sign = folder.resolve("tpm0");
    try (KernelDevice device = KernelDevice.start(kernel, tpm)) {
      assertThatThrownBy(() -> device.awaitRegistration(sign, 20)).hasMessageContaining("20 ms");
      Files.createFile(sign);
      device.awaitRegistration(sign, 20);
      Files.delete(sign);
      kernel.fails = true;
      kernel.commands.add(Optional.of(new byte[10]));
      assertThatThrownBy(() -> device.awaitRegistration(sign, 10_000))
          .hasMessageContaining("does not take this TPM")
          .hasMessageContaining("broken");
    }
  }
}
