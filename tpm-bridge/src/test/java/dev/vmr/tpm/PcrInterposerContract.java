package dev.vmr.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.record.Define;
import dev.vmr.record.Extend;
import dev.vmr.record.InitialValue;
import dev.vmr.record.Note;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.Commands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

abstract class PcrInterposerContract extends InterposedTpm {
  private static final RegisterName IMA = new RegisterName("mr_ima");

  @Test
  void anExtensionIsOneRecordWithItsDigestsInOrder() throws IOException {
    start();
    assertThat(log()).isEmpty();
    assertThat(run(Commands.pcrExtend(10, ABC))).isZero();
    assertThat(log())
        .containsExactly(
            "mr_ima define sha1 sha256 sha384 sha512 pcr/10 resettable",
            "mr_ima extend " + ABC.get(0) + " " + ABC.get(1));
  }

  @Test
  void aRefusedOrEmptyExtensionIsNoRecord() throws IOException {
    start();
    assertThat(run(Commands.pcrExtend(17, ABC))).isEqualTo(0x907);
    assertThat(run(Commands.pcrExtend(10, List.of()))).isZero();
    assertThat(run(Commands.pcrExtend(0x4000_0007, ABC))).isZero();
    assertThat(log()).isEmpty();
  }

  @Test
  void aBankThatIsNamedTwiceIsRecordedTwice() throws IOException {
    start();
    Digest digest = ABC.get(1);
    run(Commands.pcrExtend(3, List.of(digest, digest)));
    assertThat(log()).last().isEqualTo("pcr3 extend " + digest + " " + digest);
  }

  @Test
  void anEventIsRecordedWithTheDigestsOfTheResponse() throws IOException {
    start();
    byte[] event =
        new CommandWriter()
            .u16(0x8002)
            .u32(0)
            .u32(CommandCode.PCR_EVENT)
            .u32(8)
            .u32(9)
            .u32(0x4000_0009)
            .u16(0)
            .u8(0)
            .u16(0)
            .u16(3)
            .bytes("abc".getBytes(StandardCharsets.US_ASCII))
            .sizeAt(2)
            .toByteArray();
    assertThat(run(event)).isZero();
    assertThat(log()).hasSize(2);
    assertThat(log()).last().asString().startsWith("pcr8 extend " + ABC.get(0) + " " + ABC.get(1));
  }

  @Test
  void aPowerCycleIsRecordedAsAResetOfWhatHadMoved() throws IOException {
    start();
    run(Commands.pcrExtend(10, ABC));
    tpm.stop();
    tpm.init();
    assertThat(run(Commands.startup(false))).isZero();
    assertThat(log()).hasSize(3).last().isEqualTo("mr_ima reset");
  }

  @Test
  void theLocalityOfStartupAndTheHashInterfaceAreRecorded() throws IOException {
    tpm.init();
    tpm.execute(Commands.startup(false), 3);
    assertThat(log())
        .containsExactly(
            "pcr0 define sha1 sha256 sha384 sha512 pcr/0 resettable", "pcr0 reset init/03");
    tpm.init();
    tpm.hashStart();
    tpm.hashData("abc".getBytes(StandardCharsets.US_ASCII));
    tpm.hashEnd();
    tpm.execute(Commands.startup(false), 0);
    assertThat(log()).hasSize(5);
    assertThat(log().get(2)).isEqualTo("pcr0 reset");
    assertThat(log().get(3)).isEqualTo("pcr0 reset init/04");
    assertThat(log().get(4)).startsWith("pcr0 extend " + ABC.get(0));
    tpm.hashStart();
    tpm.hashEnd();
    assertThat(log().stream().filter(line -> line.startsWith("pcr17 "))).hasSize(3);
    assertThat(log().stream().filter(line -> line.equals("pcr18 reset init/00"))).hasSize(1);
  }

  @Test
  void aResumeIsNoReset() throws IOException {
    start();
    run(Commands.pcrExtend(10, ABC));
    assertThat(run(HexFormat.of().parseHex("80010000000c000001450001"))).isZero();
    tpm.init();
    assertThat(run(Commands.startup(true))).isZero();
    assertThat(log()).hasSize(2);
  }

  @Test
  void resettablePcrsStayOffTheLog() throws IOException {
    start();
    for (int i = 0; i < 10; i++) {
      assertThat(run(Commands.pcrReset(16))).isZero();
      assertThat(run(Commands.pcrExtend(16, ABC))).isZero();
    }
    assertThat(log()).isEmpty();
  }

  @Test
  void resettablePcrsAreRecordedIfSoConfigured() throws IOException {
    virtualOnly(Set.of(16));
    start();
    assertThat(run(Commands.pcrReset(23))).isZero();
    assertThat(log()).isEmpty();
    run(Commands.pcrExtend(23, ABC));
    run(Commands.pcrExtend(16, ABC));
    run(Commands.pcrReset(23));
    run(Commands.pcrReset(23));
    tpm.execute(Commands.pcrReset(20), 2);
    tpm.execute(Commands.pcrExtend(20, ABC), 2);
    assertThat(log().stream().filter(line -> line.equals("pcr23 reset"))).hasSize(1);
    assertThat(log()).contains("pcr20 reset init/00").hasSize(6);
  }

  @Test
  void aSequenceIsRecordedWhenItEndsInAPcr() throws IOException {
    start();
    byte[] begin = HexFormat.of().parseHex("80010000000e0000018600000010");
    byte[] begun = tpm.execute(begin, 0);
    assertThat(CommandHeader.responseCode(begun)).isZero();
    int sequence = ByteBuffer.wrap(begun).getInt(10);
    String password = "40000009" + "0000" + "00" + "0000";
    CommandWriter end =
        new CommandWriter()
            .u16(0x8002)
            .u32(0)
            .u32(CommandCode.EVENT_SEQUENCE_COMPLETE)
            .u32(9)
            .u32(sequence)
            .u32(18)
            .bytes(HexFormat.of().parseHex(password + password))
            .sized("abc".getBytes(StandardCharsets.US_ASCII));
    assertThat(run(end.sizeAt(2).toByteArray())).isZero();
    assertThat(log()).last().asString().startsWith("pcr9 extend " + ABC.get(0) + " " + ABC.get(1));
  }

  @Test
  void aDrtmIsRecorded() throws IOException {
    start();
    run(Commands.pcrExtend(10, ABC));
    tpm.execute(Commands.pcrExtend(18, ABC), 2);
    tpm.hashStart();
    tpm.hashData("abc".getBytes(StandardCharsets.US_ASCII));
    tpm.hashEnd();
    assertThat(log()).contains("pcr17 reset init/00", "pcr18 reset init/00", "pcr19 reset init/00");
    assertThat(log().stream().filter(line -> line.startsWith("pcr17 extend " + ABC.get(0))))
        .hasSize(1);
    assertThat(log()).doesNotContain("mr_ima reset");
  }

  @Test
  void aRestartBringsBackWhatNoCommandCouldMake() throws IOException {
    tpm.init();
    tpm.hashStart();
    tpm.hashData("abc".getBytes(StandardCharsets.US_ASCII));
    tpm.hashEnd();
    assertThat(run(Commands.startup(false))).isZero();
    tpm.hashStart();
    tpm.hashEnd();
    tpm.execute(Commands.pcrExtend(19, ABC), 2);
    reopen();
    assertThat(run(Commands.pcrExtend(0, ABC))).isZero();
    reopen();
  }

  @Test
  void anApplicationExtendsThroughTheEngine() throws Exception {
    start();
    tpm.extend(10, ABC, Note.of("by hand"));
    assertThat(log()).last().asString().endsWith(" -- by hand");
    assertThatThrownBy(() -> tpm.extend(17, ABC, null)).isInstanceOf(CommandException.class);
  }

  @Test
  void whenTheRegisterFailsNothingIsShownUntilItWorksAgain() throws IOException {
    start();
    run(Commands.pcrExtend(10, ABC));
    register.failing = true;
    assertThat(run(Commands.pcrExtend(10, digests("x")))).isEqualTo(0x101);
    assertThat(run(Commands.pcrReset(16))).isEqualTo(0x101);
    assertThat(tpm.failure()).isPresent();
    register.failing = false;
    assertThat(run(Commands.pcrReset(16))).isZero();
    assertThat(tpm.failure()).isEmpty();
    assertThat(log()).hasSize(3);
  }

  @Test
  void signalsDuringAFailureAreRecordedWhenItIsOver() throws IOException {
    start();
    run(Commands.pcrExtend(10, ABC));
    register.failing = true;
    assertThat(run(Commands.pcrExtend(4, ABC))).isEqualTo(0x101);
    tpm.init();
    tpm.hashStart();
    tpm.hashData("abc".getBytes(StandardCharsets.US_ASCII));
    tpm.hashEnd();
    register.failing = false;
    assertThat(run(Commands.startup(false))).isZero();
    assertThat(log().subList(2, log().size()))
        .contains("mr_ima reset", "pcr4 reset", "pcr0 reset init/04");
  }

  @Test
  void aRestartBringsThePcrsBack() throws IOException {
    start();
    run(Commands.pcrExtend(10, ABC));
    run(Commands.pcrExtend(4, ABC));
    reopen();
    assertThat(engine.readPcr(10, HashAlgorithm.SHA1).isZero()).isFalse();
    assertThat(run(Commands.pcrExtend(10, ABC))).isZero();
    assertThat(log()).hasSize(5);
  }

  @Test
  void aLogWhoseRegisterIsNoPcrIsRefused() throws Exception {
    extendedBehind(); // which the daemon never does with a register that a PCR shows
    multiplexer.submit(new Extend(IMA, List.of(ABC.get(0)), null));
    assertThatThrownBy(() -> PcrInterposer.open(engine, registers()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("mr_ima");
    multiplexer.submit(
        new Define(
            new RegisterName("pcr3"), List.of(HashAlgorithm.SHA1), 3, InitialValue.ZEROS, true));
    assertThatThrownBy(() -> PcrInterposer.open(engine, registers()))
        .isInstanceOf(IOException.class);
  }
}
