package dev.vmr.tpm.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlChannelTest {
  private final AtomicInteger locality = new AtomicInteger();
  private boolean descriptors = true;
  private final AtomicInteger shutdowns = new AtomicInteger();
  private final List<Connection> adopted = new ArrayList<>();

  private ScriptedConnection run(FakeTpm tpm, ScriptedConnection client) {
    ControlChannel control =
        new ControlChannel(tpm, locality, descriptors, adopted::add, shutdowns::incrementAndGet);
    try {
      control.serve(client);
    } catch (IOException e) {
      // The client is dropped; what it was told before is what the tests look at.
      assertThat(e).hasMessage("silent");
    }
    return client;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // request | answer when on | answer when off | calls when on
        "00000001 | 000000000001fcff | 000000000001fcff |",
        "00000002 00000000 | 00000000 | 00000000 | init",
        "00000002 00000001 | 00000000 | 00000000 | init",
        "00000003 | 00000000 | 00000000 |",
        "00000004 | 0000000000000000 | 0000000a |",
        "00000005 03 | 00000000 | 00000000 |",
        "00000005 04000000 | 00000000 | 00000000 |",
        "00000005 05 | 0000003d | 0000003d |",
        "00000005 ff000000 | 0000003d | 0000003d |",
        "00000006 | 00000000 | 0000000a | hashStart",
        "00000007 00000003 010203 | 00000000 | 0000000a | hashData 010203",
        "00000007 00000000 | 00000000 | 0000000a | hashData",
        "00000008 | 00000000 | 0000000a | hashEnd",
        "00000009 | 00000000 | 0000000a | cancel",
        "0000000a | 00000000 | 0000000a |",
        "0000000b 03 | 00000000 | 0000000a | resetEstablished 3",
        "0000000b 02000000 | 0000003d | 0000000a | resetEstablished 2",
        "0000000b 09 | 0000003d | 0000000a | resetEstablished 9",
        "0000000c 00000001 00000001 00000000 | 0000000a | 0000000a |",
        "0000000d 00000000 00000001 00000002 abcd | 0000000a | 0000000a |",
        "0000000d 00000000 00000001 00080001 | 00000003 | 00000003 |",
        "0000000e | 00000000 | 00000000 | stop",
        "0000000f | 0000000000000000 | 0000000000000000 |",
        "00000010 | 0000001f | 0000001f |",
        "00000011 00000000 | 000000000000100000000af800001000 | 000000000000100000000af800001000 |",
        "00000011 00000f80 | 0000000a | 0000000000000f8000000af800001000 |",
        "00000011 00000001 | 0000000a | 0000000000000af800000af800001000 |",
        "00000011 ffffffff | 0000000a | 000000000000100000000af800001000 |",
        "00000012 0000000000000000 00000000 00000000 | 0000000000000003000000037b7d00 |"
            + " 0000000000000003000000037b7d00 |",
        "00000012 0000000000000000 00000002 00000000 | 00000000000000030000000100 |"
            + " 00000000000000030000000100 |",
        "00000012 0000000000000000 00000003 00000000 | 00000003 | 00000003 |",
        "00000012 0000000000000000 ffffffff 00000000 | 00000003 | 00000003 |",
        "00000013 00000001 | 00000000 | 00000000 |",
        "00000000 | 0000000a | 0000000a |",
        "00000014 1234 | 0000000a | 0000000a |",
        "ffffffff 00000000 | 0000000a | 0000000a |",
        // truncated
        "00 | 00000003 | 00000003 |",
        "000000 | 00000003 | 00000003 |",
        "00000002 0000 | 00000003 | 00000003 |",
        "00000005 | 00000003 | 00000003 |",
        "00000007 00000004 0102 | 00000003 | 00000003 |",
        "0000000c 00000001 | 00000003 | 00000003 |",
        "0000000d 00000000 00000001 00000002 ab | 00000003 | 00000003 |",
        "00000011 | 00000003 | 00000003 |",
        "00000012 00000000 | 00000003 | 00000003 |",
      })
  void everyRequest(String request, String on, String off, String calls) {
    FakeTpm running = FakeTpm.on();
    ScriptedConnection client = run(running, ScriptedConnection.of(request));
    assertThat(client.written()).isEqualTo(on);
    assertThat(client.writes()).as("an answer is one write").isEqualTo(1);
    assertThat(String.join(",", running.takeCalls()).trim()).isEqualTo(calls == null ? "" : calls);
    assertThat(run(new FakeTpm(), ScriptedConnection.of(request)).written()).isEqualTo(off);
    assertThat(run(new FakeTpm(), ScriptedConnection.silentAfter(request)).written())
        .isEqualTo(off);
  }

  @Test
  void localityIsStickyAndItsPaddingIsUnderstood() {
    FakeTpm tpm = FakeTpm.on();
    // Unpadded and padded, each followed by STOP and by INIT in the same piece.
    String stopInit = "0000000e 00000002 00000000";
    ScriptedConnection unpadded = run(tpm, ScriptedConnection.of("00000005 02" + stopInit));
    assertThat(unpadded.written()).isEqualTo("000000000000000000000000");
    assertThat(locality).hasValue(2);
    ScriptedConnection padded = run(tpm, ScriptedConnection.of("00000005 03000000" + stopInit));
    assertThat(padded.written()).isEqualTo("000000000000000000000000");
    assertThat(locality).hasValue(3);
    assertThat(tpm.takeCalls()).containsExactly("stop", "init", "stop", "init");
    assertThat(run(tpm, ScriptedConnection.of("00000005 05")).written()).isEqualTo("0000003d");
    assertThat(locality).hasValue(3);
  }

  @Test
  void hashDataIsAsLongAsABlobAtMost() {
    FakeTpm tpm = FakeTpm.on();
    String page = "ab".repeat(4096);
    String most = page.repeat(128);
    run(
        tpm,
        ScriptedConnection.of(
            "00000006 00000007 00002000" + page + page, "00000007 00080000" + most + "00000008"));
    assertThat(tpm.takeCalls())
        .containsExactly("hashStart", "hashData 8192", "hashData 524288", "hashEnd");
    assertThat(run(tpm, ScriptedConnection.of("00000007 00080001" + most)).written())
        .isEqualTo("00000003");
    assertThat(run(tpm, ScriptedConnection.of("00000007 ffffffff" + page)).written())
        .isEqualTo("00000003");
    assertThat(tpm.takeCalls()).isEmpty();
  }

  @Test
  void oneDataConnectionIsTaken() {
    ScriptedConnection data = ScriptedConnection.of();
    FakeTpm tpm = new FakeTpm();
    assertThat(run(tpm, ScriptedConnection.passing(data, "00000010")).written())
        .isEqualTo("00000000");
    assertThat(adopted).containsExactly(data);
    ScriptedConnection late = ScriptedConnection.passing(data, "00000001", "00000010");
    assertThat(run(tpm, late).written()).isEqualTo("000000000001fcff0000001f");
    assertThat(adopted).hasSize(1);
    descriptors = false;
    assertThat(run(tpm, ScriptedConnection.of("00000001", "00000010")).written())
        .isEqualTo("000000000001ecff0000000a");
  }

  @Test
  void shutdownIsAnsweredBeforeTheServerEnds() {
    ScriptedConnection client = run(FakeTpm.on(), ScriptedConnection.of("00000003", "00000001"));
    assertThat(client.written()).isEqualTo("00000000");
    assertThat(shutdowns).hasValue(1);
  }
}
