package dev.vmr.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.register.Digest;
import dev.vmr.replay.LogFinding;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.MemoryNvram;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LibtpmsInterposerTest extends PcrInterposerContract {
  private final MemoryNvram nvram = new MemoryNvram();

  /** PCR_Allocate: sha1 in PCR 0 to 7, sha384 nowhere. */
  private static final String ALLOCATE =
      "8002000000370000012b4000000c0000000940000009000000000000000004"
          + "000403ff0000000b03ffffff000c03000000000d03ffffff";

  /** PCR_Allocate: all. */
  private static final String ALLOCATE_ALL =
      "8002000000370000012b4000000c0000000940000009000000000000000004"
          + "000403ffffff000b03ffffff000c03ffffff000d03ffffff";

  @Test
  void banksThatComeAndGoAreRecordedForWhatTheyAre() throws IOException {
    start();
    List<Digest> all = engine.banks().stream().map(bank -> Digest.filled(bank, 7)).toList();
    run(Commands.pcrExtend(10, all));
    assertThat(run(HexFormat.of().parseHex(ALLOCATE))).isZero();
    run(Commands.pcrExtend(10, all));
    registers().forEach(this::assertAgrees);
    start();
    run(Commands.pcrExtend(10, all));
    run(Commands.pcrExtend(7, all));
    assertThat(log().subList(3, log().size()))
        .containsExactly(
            "mr_ima reset",
            "mr_ima extend " + all.get(1) + " " + all.get(3),
            "pcr7 define sha1 sha256 sha384 sha512 pcr/7 resettable",
            "pcr7 extend " + all.get(0) + " " + all.get(1) + " " + all.get(3));
    assertThat(run(Commands.pcrExtend(10, List.of(all.get(0))))).isZero();
    assertThat(log()).hasSize(7);
    registers().forEach(this::assertAgrees);
    reopen();
    assertThat(run(HexFormat.of().parseHex(ALLOCATE_ALL))).isZero();
    start();
    run(Commands.pcrExtend(10, all));
    assertThat(log())
        .last()
        .isEqualTo(
            "mr_ima extend " + all.get(0) + " " + all.get(1) + " " + all.get(2) + " " + all.get(3));
  }

  @Test
  void aTpmThatComesFromElsewhereIsRecordedAsSuch() throws IOException {
    expectedFindings = List.of(LogFinding.Code.UNEXPLAINED_RESTORE);
    start();
    run(Commands.pcrExtend(10, digests("here")));
    try (LibtpmsEngine other = LibtpmsEngine.open(new MemoryNvram())) {
      other.init();
      other.execute(Commands.startup(false), 0);
      other.execute(Commands.pcrExtend(10, ABC), 0);
      tpm.stop();
      assertThat(log()).last().isEqualTo("mr_ima reset");
      TpmStates from = other.states().orElseThrow();
      TpmStates to = tpm.states().orElseThrow();
      for (TpmStates.Kind kind : TpmStates.Kind.values()) {
        to.load(kind, from.save(kind));
      }
    }
    assertThat(tpm.init()).isTrue();
    String values =
        engine.banks().stream()
            .map(bank -> engine.readPcr(10, bank).toString())
            .collect(Collectors.joining(" "));
    assertThat(log()).last().isEqualTo("mr_ima reset " + values);
    tpm.states().orElseThrow().dropVolatile();
    registers().forEach(this::assertAgrees);
    run(Commands.pcrExtend(10, ABC));
    reopen();
  }

  @Test
  void whatIsNotInTheLogIsNotGivenAway() throws IOException {
    start();
    register.failing = true;
    assertThat(run(Commands.pcrExtend(10, ABC))).isEqualTo(0x101);
    TpmStates states = tpm.states().orElseThrow();
    assertThatThrownBy(() -> states.save(TpmStates.Kind.VOLATILE)).isInstanceOf(IOException.class);
    assertThatThrownBy(states::storeVolatile).isInstanceOf(IOException.class);
    register.failing = false;
    assertThat(states.save(TpmStates.Kind.VOLATILE)).isNotEmpty();
  }

  @Test
  void aStartupMayBringPcrsBackOrNot() throws IOException {
    start();
    run(Commands.pcrExtend(10, ABC));
    byte[] shutdown = HexFormat.of().parseHex("80010000000c000001450001");
    assertThat(run(shutdown)).isZero();
    tpm.init();
    assertThat(log()).as("it is not known yet").hasSize(2);
    assertThat(run(Commands.startup(true))).isZero();
    assertThat(log()).hasSize(2);
    assertThat(run(shutdown)).isZero();
    tpm.init();
    assertThat(run(Commands.startup(false))).isZero();
    assertThat(log()).last().isEqualTo("mr_ima reset");
  }

  @Override
  TpmEngine newEngine() throws IOException {
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    return LibtpmsEngine.open(nvram);
  }
}
