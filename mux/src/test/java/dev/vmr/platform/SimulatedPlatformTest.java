package dev.vmr.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/simulated-platform.md. */
class SimulatedPlatformTest {
  private static final UUID BOOT = UUID.fromString("0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");
  private static final Digest ABC = HashAlgorithm.SHA384.hash(new byte[] {'a', 'b', 'c'});

  @TempDir Path folder;

  private static PhysicalRegister rtmr3(Platform platform) {
    return platform.register(new RegisterName("rtmr3")).orElseThrow();
  }

  @Test
  void registersExtendAndOutliveTheProcessButNotTheBoot() throws IOException {
    Digest zero = Digest.zero(HashAlgorithm.SHA384);
    Digest extended = new RegisterBank(zero).extendedBy(ABC).value();
    try (Platform platform = SimulatedPlatform.open(folder, BOOT)) {
      rtmr3(platform).extend(ABC);
      assertThat(rtmr3(platform).read()).isEqualTo(extended);
    }
    try (Platform platform = SimulatedPlatform.open(folder, BOOT)) {
      assertThat(rtmr3(platform).read()).isEqualTo(extended);
      assertThatThrownBy(() -> SimulatedPlatform.open(folder, BOOT))
          .isInstanceOf(IOException.class);
    }
    try (Platform platform = SimulatedPlatform.open(folder, UUID.randomUUID())) {
      assertThat(rtmr3(platform).read()).isEqualTo(zero);
      PhysicalRegister mrtd = platform.registers().get(0);
      assertThat(mrtd.describe().extendable()).isFalse();
      assertThatThrownBy(() -> mrtd.extend(ABC)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Whatever a killed process has put into the place that is not in use is no value. */
  @Test
  void anExtensionThatWasNotFinishedHasNotHappened() throws IOException {
    Path file = folder.resolve("registers");
    int start = 96 + 3 * 104;
    byte[] before;
    Digest value;
    try (Platform platform = SimulatedPlatform.open(folder, BOOT)) {
      assertThat(Files.readAllBytes(file)).hasSize(512);
      rtmr3(platform).extend(ABC);
      before = Files.readAllBytes(file);
      value = rtmr3(platform).read();
    }
    assertThat(Arrays.copyOfRange(before, start, start + 8))
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
    assertThat(Arrays.copyOfRange(before, start + 56, start + 104)).isEqualTo(value.toByteArray());
    Arrays.fill(before, start + 8, start + 56, (byte) 0xEE);
    Files.write(file, before);
    try (Platform platform = SimulatedPlatform.open(folder, BOOT)) {
      assertThat(rtmr3(platform).read()).isEqualTo(value);
      rtmr3(platform).extend(ABC);
    }
    Digest next = new RegisterBank(value).extendedBy(ABC).value();
    byte[] after = Files.readAllBytes(file);
    assertThat(after[start + 7]).isEqualTo((byte) 2);
    assertThat(Arrays.copyOfRange(after, start + 8, start + 56)).isEqualTo(next.toByteArray());
  }

  /** The pages of a file that somebody has cut are gone: an error, neither a value nor a defect. */
  @Test
  void aFileThatWasCutIsNeitherReadNorExtended() throws IOException {
    try (Platform platform = SimulatedPlatform.open(folder, BOOT)) {
      Files.write(folder.resolve("registers"), new byte[0]);
      assertThatThrownBy(() -> rtmr3(platform).read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> rtmr3(platform).extend(ABC)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closedRegistersAreNeitherReadNorExtended() throws IOException {
    Platform platform = SimulatedPlatform.open(folder, BOOT);
    rtmr3(platform).extend(ABC);
    platform.close();
    assertThatThrownBy(() -> rtmr3(platform).read()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> rtmr3(platform).extend(ABC)).isInstanceOf(IOException.class);
  }

  @Test
  void aFileOfAnotherKindIsRefusedAndLeftAlone() throws IOException {
    Path file = folder.resolve("registers");
    Files.writeString(file, "something else");
    assertThatThrownBy(() -> SimulatedPlatform.open(folder, BOOT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a file of simulated registers");
    assertThat(Files.readString(file)).isEqualTo("something else");
    byte[] head =
        Arrays.copyOf("vmr simulated registers 1\n".getBytes(StandardCharsets.US_ASCII), 288);
    for (byte[] other : new byte[][] {head, Arrays.copyOf(head, 512), new byte[0], new byte[512]}) {
      Files.write(file, other);
      assertThatThrownBy(() -> SimulatedPlatform.open(folder, BOOT))
          .hasMessageContaining("not a file of simulated registers, version 2");
      assertThat(Files.readAllBytes(file)).isEqualTo(other);
    }
  }

  @Test
  void theQuoteIsSignedAndHasOneSpelling() throws Exception {
    byte[] nonce = new byte[64];
    nonce[0] = 7;
    byte[] bytes;
    try (Platform platform = SimulatedPlatform.open(folder, BOOT)) {
      rtmr3(platform).extend(ABC);
      bytes = platform.quote(nonce);
    }
    SimulatedQuote quote = SimulatedQuote.parse(bytes);
    assertThat(quote.format()).isEqualTo(bytes);
    assertThat(quote.claimedReportData()).isEqualTo(nonce);
    assertThat(quote.claimedBootId()).isEqualTo(BOOT);
    assertThat(quote.claimedValue("rtmr3"))
        .isEqualTo(RegisterBank.zero(HashAlgorithm.SHA384).extendedBy(ABC).value());
    Signature signature = Signature.getInstance("SHA384withECDSA");
    signature.initVerify(
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(quote.claimedKey())));
    signature.update(quote.signedBytes());
    assertThat(signature.verify(quote.signature())).isTrue();
    for (int cut = 0; cut < bytes.length; cut += 7) {
      byte[] shorter = Arrays.copyOf(bytes, cut);
      assertThatThrownBy(() -> SimulatedQuote.parse(shorter))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
