package dev.vmr.tpm.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamProtocolsTest {
  private static final String OK = "80010000000a00000000";

  private final FakeTpm tpm = FakeTpm.on();

  private ScriptedConnection serve(Protocol protocol, ScriptedConnection client) {
    try {
      protocol.serve(client);
    } catch (IOException e) {
      assertThat(e).hasMessage("silent");
    }
    return client;
  }

  private ScriptedConnection data(ScriptedConnection client) {
    return serve(new CommandStream(tpm, () -> 3), client);
  }

  private String command(String hex) {
    return serve(
            new SimulatorCommands(tpm, new PlatformBacklog(), tpm::stop),
            ScriptedConnection.of(hex))
        .written();
  }

  private String platform(String hex) {
    return serve(
            new SimulatorPlatform(tpm, new PlatformBacklog(), tpm::stop),
            ScriptedConnection.of(hex))
        .written();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80010000000a00000181 | " + OK + " | execute 3 80010000000a00000181",
        "00c10000000a000000f1 | " + OK + " | execute 3 00c10000000a000000f1",
        "80010000000c0000017b0002 | 80010000000e000000000002a0a1"
            + " | execute 3 80010000000c0000017b0002",
        // A size that cannot be: the TPM says so, and the connection ends.
        "80010000000900000181 | " + OK + " | execute 3 80010000000900000181",
        "8001ffffffff00000181 | " + OK + " | execute 3 8001ffffffff00000181",
        // More than the size says, and it does not begin like a command.
        "80010000000a0000018100 | " + OK + " | execute 3 80010000000a0000018100",
        // Less than the size says, and then the end.
        "80010000000b00000181 | " + OK + " | execute 3 80010000000b00000181",
        "8001 | '' |",
        "00000008 04 0000000a 80010000000a00000181 | 0000000a"
            + OK
            + "00000000"
            + " | execute 4 80010000000a00000181",
        "00000008 00 00000000 | 0000000a" + OK + "00000000 | execute 0 ",
        "00000008 05 00000001 aa | '' |",
        "00000008 00 00001001 | '' |",
        "00000008 00 00000002 aa | '' |",
      })
  void dataChannel(String request, String answer, String calls) {
    ScriptedConnection client = data(ScriptedConnection.of(request));
    assertThat(client.written()).isEqualTo(answer);
    assertThat(client.writes()).isEqualTo(answer.isEmpty() ? 0 : 1);
    assertThat(String.join(",", tpm.takeCalls()).trim()).isEqualTo(calls == null ? "" : calls);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void commandsFollowOneAnother(int piece) {
    String largest = "8001 00001000 00000181".replace(" ", "") + "00".repeat(4086);
    String all = "80010000000a00000181" + largest + "0000000800" + "0000000a80010000000a00000181";
    byte[] bytes = HexFormat.of().parseHex(all.repeat(3));
    ScriptedConnection client = data(ScriptedConnection.pieces(bytes, piece));
    assertThat(client.written()).isEqualTo((OK + OK + "0000000a" + OK + "00000000").repeat(3));
    assertThat(tpm.takeCalls()).hasSize(9);
  }

  @Test
  void withoutPowerTheTpmAnswers() {
    tpm.stop();
    assertThat(data(ScriptedConnection.of("80010000000a00000181")).written())
        .isEqualTo("80010000000a00000101");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000000f 00000001 | 000000010000000d00000000",
        "0000000f 00000000 00000010 00000000 | ''",
        "00000010 00000007 | 00000000",
        "00000014 | ''",
        "00000001 | ''",
        "ffffffff | ''",
        "0000000f 00 | ''",
        "00000008 01 0000000a 80010000000a00000181 00000014 | 0000000a" + OK + "00000000",
      })
  void mssimCommandPort(String request, String answer) {
    assertThat(command(request)).isEqualTo(answer);
  }

  @Test
  void mssimCommandPortWithoutPowerAndAtStop() {
    assertThat(command("00000015")).isEmpty();
    assertThat(tpm.takeCalls()).containsExactly("stop");
    assertThat(command("00000008 01 0000000a 80010000000a00000181")).isEqualTo("0000000000000000");
    assertThat(tpm.takeCalls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // request | answer | calls when on | calls when off
        "00000001 | 00000000 | '' | init",
        "00000002 00000001 0000000b | 000000000000000000000000 | stop,init | stop,init",
        "00000003 00000004 | 0000000000000000 | '' | ''",
        "00000005 00000006 00000002 abcd 00000007 | 000000000000000000000000"
            + " | hashStart,hashData abcd,hashEnd | ''",
        "00000009 0000000a | 0000000000000000 | cancel | ''",
        "0000000b 0000000c 0000000d 0000000e | 00000000000000000000000000000000 | '' | ''",
        "00000011 00000012 | 0000000000000000 | init,init | ''",
        "00000014 00000001 | '' | '' | ''",
        "00000015 00000001 | '' | stop | stop",
        "0000001a 40000110 | 0000000000000000 | '' | ''",
        // What TSS.Java sends for a power cycle.
        "00000004 00000002 00000004 0000000c 00000004 00000001 00000004 0000000b"
            + " | 0000000000000000000000000000000000000000000000000000000000000000"
            + " | stop,init | stop,init",
        "00000019 | 00000008000010000000100000000000 | '' | ''",
        "0000001e 00000001 | '' | '' | ''",
        "ffffffff 00000001 | '' | '' | ''",
        "00000006 00000005 abcd | '' | '' | ''",
      })
  void mssimPlatformPort(String request, String answer, String on, String off) {
    assertThat(platform(request)).isEqualTo(answer);
    assertThat(String.join(",", tpm.takeCalls())).isEqualTo(on);
    tpm.stop();
    tpm.takeCalls();
    assertThat(platform(request)).isEqualTo(answer);
    assertThat(String.join(",", tpm.takeCalls())).isEqualTo(off);
  }

  /** TSS.Java sends power off and power on, and then a command, before either has been done. */
  @Test
  void aMssimCommandWaitsForWhatWasSentToThePlatformPortBeforeIt() throws Exception {
    FakeTpm tpm = FakeTpm.on();
    PlatformBacklog backlog = new PlatformBacklog();
    ScriptedConnection platform = ScriptedConnection.of("00000002", "00000001");
    backlog.opened(platform);
    ScriptedConnection client =
        ScriptedConnection.of("00000008", "00", "0000000c", "80010000000c0000017b0002");
    Thread commands =
        new Thread(
            () -> {
              try {
                new SimulatorCommands(tpm, backlog, () -> {}).serve(client);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    commands.start();
    Thread.sleep(50);
    assertThat(tpm.takeCalls()).isEmpty();
    new SimulatorPlatform(tpm, backlog, () -> {}).serve(platform);
    commands.join();
    assertThat(tpm.takeCalls())
        .containsExactly("stop", "init", "execute 0 80010000000c0000017b0002");
    assertThat(client.written()).endsWith("a0a100000000");
  }
}
