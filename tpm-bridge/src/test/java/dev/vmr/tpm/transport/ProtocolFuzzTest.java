package dev.vmr.tpm.transport;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Arbitrary bytes from a client, cut at arbitrary places: it is served or dropped, no more. */
final class ProtocolFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void bytes(FuzzedDataProvider data) throws IOException {
    int which = data.consumeInt(0, 3);
    int piece = data.consumeInt(1, 64);
    FakeTpm tpm = data.consumeBoolean() ? FakeTpm.on() : new FakeTpm();
    byte[] bytes = data.consumeRemainingAsBytes();
    AtomicInteger locality = new AtomicInteger();
    List<Protocol> protocols =
        List.of(
            new CommandStream(tpm, locality::get),
            new ControlChannel(tpm, locality, true, passed -> {}, () -> {}),
            new SimulatorCommands(tpm, new PlatformBacklog(), () -> {}),
            new SimulatorPlatform(tpm, new PlatformBacklog(), () -> {}));
    ScriptedConnection client = ScriptedConnection.pieces(bytes, piece);
    protocols.get(which).serve(client);
    if (locality.get() < 0 || locality.get() > 4) {
      throw new IllegalStateException("locality " + locality);
    }
    if (client.writes() > bytes.length + 1) {
      throw new IllegalStateException("more answers than requests");
    }
  }
}
