package dev.vmr.tpm.endorsement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.MemoryNvram;
import dev.vmr.tpm.engine.Nvram;
import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManufacturedTpmTest {
  private static final int HANDLES = 1;
  private static final int NV_READ_PUBLIC = 0x169;

  @BeforeEach
  void isThere() {
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
  }

  /** Certifies whatever it is asked to. */
  private record Clerk(int size, List<byte[]> chain) implements ManufacturedTpm.Certifier {
    @Override
    public byte[] certify(EndorsementKey key, TpmIdentity tpm) throws IOException {
      if (size < 0) {
        throw new IOException("nobody is in");
      }
      return new byte[size];
    }
  }

  private static LibtpmsEngine started(ManufacturedTpm made) throws IOException {
    MemoryNvram nvram = new MemoryNvram();
    nvram.store(Nvram.VOLATILE, new byte[] {1, 2, 3});
    made.store(nvram);
    assertThat(nvram.load(Nvram.VOLATILE)).isEmpty();
    LibtpmsEngine engine = LibtpmsEngine.open(nvram);
    assertThat(engine.init()).isTrue();
    assertThat(CommandHeader.responseCode(engine.execute(Commands.startup(false), 0))).isZero();
    return engine;
  }

  private static List<Integer> handles(LibtpmsEngine engine, int first) throws CommandException {
    byte[] response = engine.execute(Commands.getCapability(HANDLES, first, 64), 0);
    CommandReader reader = new CommandReader(response, CommandHeader.SIZE, response.length);
    reader.u8();
    reader.u32();
    List<Integer> handles = new ArrayList<>();
    for (long left = reader.u32(); left > 0; left--) {
      handles.add(reader.i32());
    }
    return handles;
  }

  private static int[] attributesAndSize(LibtpmsEngine engine, int index) throws CommandException {
    byte[] command =
        new CommandWriter().u16(0x8001).u32(14).u32(NV_READ_PUBLIC).u32(index).toByteArray();
    byte[] response = engine.execute(command, 0);
    CommandReader reader = new CommandReader(response, CommandHeader.SIZE, response.length);
    reader.u16();
    reader.i32();
    reader.u16();
    int attributes = reader.i32();
    reader.sized(64);
    return new int[] {attributes, reader.u16()};
  }

  @Test
  void hasKeysAndCertificatesInTheirPlaces() throws Exception {
    byte[] intermediate = new byte[2049];
    ManufacturedTpm made =
        ManufacturedTpm.make(
            Arrays.asList(EndorsementTemplate.values()),
            List.of(HashAlgorithm.SHA256),
            new Clerk(1025, List.of(intermediate, new byte[7])));
    List<PublicKey> keys = made.keys().stream().map(each -> each.key().publicKey()).toList();
    assertThat(((RSAPublicKey) keys.get(0)).getModulus().bitLength()).isEqualTo(2048);
    assertThat(((ECPublicKey) keys.get(1)).getParams().getOrder().bitLength()).isEqualTo(256);
    assertThat(((ECPublicKey) keys.get(2)).getParams().getOrder().bitLength()).isEqualTo(384);
    assertThat(made.chain()).containsExactly(0x01C0_0100, 0x01C0_0101, 0x01C0_0102);
    assertThat(made.identity().manufacturer()).isEqualTo("id:49424D00");
    assertThat(made.identity().specification().family()).isEqualTo("2.0");
    try (LibtpmsEngine engine = started(made)) {
      assertThat(handles(engine, 0x8100_0000))
          .containsExactly(0x8101_0001, 0x8101_000A, 0x8101_0016);
      assertThat(handles(engine, 0x0100_0000))
          .containsExactly(
              0x01C0_0002, 0x01C0_000A, 0x01C0_0016, 0x01C0_0100, 0x01C0_0101, 0x01C0_0102);
      assertThat(handles(engine, 0x8000_0000)).as("nothing is loaded").isEmpty();
      assertThat(attributesAndSize(engine, 0x01C0_0016)).containsExactly(0x6207_2801, 1025);
      assertThat(attributesAndSize(engine, 0x01C0_0100)).containsExactly(0x6207_2801, 2048);
      assertThat(attributesAndSize(engine, 0x01C0_0101)).containsExactly(0x6207_2801, 1);
      assertThat(engine.banks(10)).containsExactly(HashAlgorithm.SHA256);
    }
  }

  @Test
  void everyTpmIsAnother() throws Exception {
    List<EndorsementTemplate> one = List.of(EndorsementTemplate.ECC_P384);
    Clerk clerk = new Clerk(10, List.of());
    ManufacturedTpm first = ManufacturedTpm.make(one, List.of(), clerk);
    ManufacturedTpm second = ManufacturedTpm.make(one, List.of(), clerk);
    assertThat(first.keys().get(0).key()).isNotEqualTo(second.keys().get(0).key());
    assertThat(first.banks()).hasSize(4);
    try (LibtpmsEngine engine = started(first)) {
      assertThat(engine.banks(10)).hasSize(4);
    }
  }

  @Test
  void failsAsAWhole() {
    List<EndorsementTemplate> one = List.of(EndorsementTemplate.ECC_P384);
    assertThatThrownBy(() -> ManufacturedTpm.make(one, List.of(), new Clerk(-1, List.of())))
        .hasMessage("nobody is in");
    assertThatThrownBy(() -> ManufacturedTpm.make(one, List.of(), new Clerk(2049, List.of())))
        .hasMessage("2049 bytes for NV index 0x01c00016, which can have 2048");
    List<byte[]> endless = List.of(new byte[2048 * 300]);
    assertThatThrownBy(() -> ManufacturedTpm.make(one, List.of(), new Clerk(10, endless)))
        .isInstanceOf(IOException.class);
  }
}
