package dev.vmr.mux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.log.LineScanner;
import dev.vmr.record.Extend;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A register and the file of its log; the replay says whether they agree. */
record LoggedRegister(FaultyRegister register, Path file) {
  static final UUID BOOT = UUID.fromString("0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");
  static final RegisterName APP = new RegisterName("mr_app");

  /** Extends {@link #APP}. */
  static Extend extend(String what) {
    return new Extend(
        APP, List.of(HashAlgorithm.SHA384.hash(what.getBytes(StandardCharsets.UTF_8))), null);
  }

  Multiplexer open() throws IOException {
    return open(BOOT);
  }

  Multiplexer open(UUID boot) throws IOException {
    return Multiplexer.open(register, file, boot, false);
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  ReplayedLog replayed() throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(Files.readAllBytes(file)), replay);
    return replay.result();
  }

  void assertExplainsRegister() throws IOException {
    assertThat(replayed().value()).isEqualTo(register.read());
    assertThat(replayed().findings()).isEmpty();
  }
}
