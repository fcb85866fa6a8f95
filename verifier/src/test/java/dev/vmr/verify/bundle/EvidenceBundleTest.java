package dev.vmr.verify.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.Resources;
import dev.vmr.platform.SimulatedPlatform;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.trust.QuoteContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/evidence.md. */
class EvidenceBundleTest {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");
  private static final UUID BOOT = UUID.fromString("0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");
  private static final BundleMetadata METADATA =
      new BundleMetadata(
          Optional.of(Instant.parse("2026-01-31T12:00:00.5Z")),
          Optional.of("vmr test"),
          Optional.empty());

  @TempDir Path folder;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A log of two extensions and a quote of what it leads to. */
  private record Machine(String text, Bytes signed) {
    byte[] log() {
      return ascii(text);
    }

    byte[] quote() {
      return signed.toByteArray();
    }

    static Machine make(Path folder) throws Exception {
      StringBuilder log = new StringBuilder();
      try (SimulatedPlatform platform = SimulatedPlatform.open(folder, BOOT)) {
        for (String line :
            new String[] {
              "SYNC " + Digest.zero(HashAlgorithm.SHA384),
              "vmr begin 1 boot/" + BOOT + " register/rtmr3",
              "mr_app extend " + HashAlgorithm.SHA384.hash(new byte[1])
            }) {
          log.append(line).append('\n');
          platform.register(RTMR3).orElseThrow().extend(HashAlgorithm.SHA384.hash(ascii(line)));
        }
        return new Machine(log.toString(), Bytes.of(platform.quote(new byte[64])));
      }
    }

    EvidenceBundle bundle() throws EvidenceException {
      return new BundleBuilder().quote(quote()).log(log(), null).metadata(METADATA).build();
    }
  }

  private static AttestationResult appraise(EvidenceBundle bundle) throws Exception {
    BundledEvidence evidence = new BundledEvidence(bundle);
    Appraisal appraisal =
        new Appraisal(
            evidence.quoted(QuoteContext.pinned(Instant.EPOCH).withSimulated(true)), Policy.none());
    evidence.give(appraisal, RTMR3, null, false);
    return appraisal.run();
  }

  private static List<String> codes(AttestationResult result) {
    return result.findings().stream().map(Finding::code).toList();
  }

  @Test
  void aBundleComesBackInBothFormsAndProvesWhatItsPartsProve() throws Exception {
    Machine machine = Machine.make(folder);
    for (EvidenceBundle.Form form : EvidenceBundle.Form.values()) {
      byte[] bytes = machine.bundle().format(form);
      assertThat(EvidenceBundle.recognises(bytes)).isTrue();
      assertThat(EvidenceBundle.form(bytes)).isEqualTo(form);
      EvidenceBundle bundle = EvidenceBundle.parse(bytes);
      assertThat(bundle.format(form)).isEqualTo(bytes);
      AttestationResult result = appraise(bundle);
      assertThat(codes(result)).containsExactly("quote-simulated", "evidence-claimed");
      assertThat(result.findings().get(1).text())
          .isEqualTo("the bundle says that it was made at 2026-01-31T12:00:00Z by vmr test");
      assertThat(result.accepted()).isTrue();
      assertThat(result.virtual()).containsOnlyKeys(new RegisterName("mr_app"));
    }
  }

  /** Files that another writer has made of the same parts. */
  @ParameterizedTest
  @ValueSource(strings = {"simulated.cmw", "simulated.json"})
  void goldenBundlesAreReadAndWritten(String name) throws Exception {
    byte[] bytes = Resources.toByteArray(Resources.getResource(EvidenceBundleTest.class, name));
    EvidenceBundle bundle = EvidenceBundle.parse(bytes);
    assertThat(bundle.format(EvidenceBundle.form(bytes))).isEqualTo(bytes);
    AttestationResult result = appraise(bundle);
    assertThat(result.accepted()).isTrue();
    assertThat(result.virtual().get(new RegisterName("mr_app")).banks().values())
        .hasToString(
            "[sha384/93732e3733514a841c982cfa75ea76ab55fe011acb9cd980ef4523913c65be1b"
                + "0998e04d77f8c174f81a82151619ca40]");
    assertThat(result.quoted().reportData()).hasToString("0f1e2d3c4b5a6978" + "0".repeat(112));
  }

  @Test
  void theFirstBytesAreThoseOfTheDocumentation() throws Exception {
    EvidenceBundle bundle = Machine.make(folder).bundle();
    assertThat(HexFormat.of().formatHex(bundle.format(EvidenceBundle.Form.CBOR)))
        .startsWith("a46571756f74658378236170706c69636174696f6e2f");
    assertThat(new String(bundle.format(EvidenceBundle.Form.JSON), StandardCharsets.US_ASCII))
        .startsWith("{\"quote\":[\"application/vnd.vmr.quote.simulated\",\"")
        .contains("\"log/00\":[\"application/vnd.vmr.log.vmr\",\"")
        .contains("\"__cmwc_t\":\"tag:vmr.dev,2026:evidence/1\"")
        .endsWith("}\n");
  }

  @Test
  void everyByteOfTheWrappingCounts() throws Exception {
    Machine machine = Machine.make(folder);
    for (EvidenceBundle.Form form : EvidenceBundle.Form.values()) {
      byte[] bytes = machine.bundle().format(form);
      int refused = 0;
      int rejected = 0;
      for (int at = 0; at < bytes.length; at += at < 60 || at > bytes.length - 260 ? 3 : 97) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 1;
        try {
          AttestationResult result = appraise(EvidenceBundle.parse(flipped));
          boolean claimed =
              !result.findings().toString().contains("2026-01-31T12:00:00Z by vmr test");
          assertThat(result.accepted()).as("offset %d", at).isEqualTo(claimed);
          rejected++;
        } catch (BundleFormatException | EvidenceException e) {
          refused++;
        }
      }
      assertThat(refused).isPositive();
      assertThat(rejected).isPositive();
    }
  }

  @Test
  void textsOfPartsAreDecoded() throws Exception {
    Machine machine = Machine.make(folder);
    byte[] base64 = Base64.getMimeEncoder().encode(machine.quote());
    byte[] hex = ascii(HexFormat.of().formatHex(machine.log()));
    EvidenceBundle bundle =
        new BundleBuilder().quote(base64).log(hex, null).metadata(METADATA).build();
    assertThat(bundle.format(EvidenceBundle.Form.CBOR))
        .isEqualTo(machine.bundle().format(EvidenceBundle.Form.CBOR));
    byte[] text = bundle.format(EvidenceBundle.Form.CBOR);
    assertThatThrownBy(() -> appraise(replaced(text, machine.log(), hex)))
        .hasMessage("log/00: it is hex or Base64 of what it should be");
  }

  /** Another content under the same label and type. */
  private static EvidenceBundle replaced(byte[] bytes, byte[] content, byte[] by) throws Exception {
    List<BundlePart> parts =
        EvidenceBundle.parse(bytes).parts().stream()
            .map(
                part ->
                    Arrays.equals(part.content().toByteArray(), content)
                        ? new BundlePart(part.label(), part.type(), Bytes.of(by))
                        : part)
            .toList();
    return new EvidenceBundle(parts);
  }

  @Test
  void contentThatIsNotOfItsTypeIsFound() throws Exception {
    Machine machine = Machine.make(folder);
    byte[] bytes = machine.bundle().format(EvidenceBundle.Form.CBOR);
    byte[] agent = ascii("INIT " + Digest.zero(HashAlgorithm.SHA384) + "\na b c\n");
    assertThatThrownBy(() -> appraise(replaced(bytes, machine.log(), agent)))
        .hasMessageContaining("log/00: it is of type application/vnd.vmr.log.aael-text");
    assertThatThrownBy(() -> appraise(replaced(bytes, machine.log(), new byte[9])))
        .hasMessageStartingWith("log/00: ");
    byte[] snp = new byte[1184];
    snp[0] = 2;
    snp[0x34] = 1;
    assertThat(codes(appraise(replaced(bytes, machine.quote(), snp)))).contains("evidence-type");
    assertThat(codes(appraise(replaced(bytes, machine.quote(), new byte[9]))))
        .contains("quote-unknown")
        .doesNotContain("evidence-type");
  }

  @Test
  void aBundleHasOneQuoteAndNoGaps() throws Exception {
    Machine machine = Machine.make(folder);
    assertThatThrownBy(() -> new BundleBuilder().log(machine.log(), null).build())
        .hasMessage("there is no quote");
    BundleBuilder two = new BundleBuilder().quote(machine.quote());
    assertThatThrownBy(() -> two.quote(machine.quote())).isInstanceOf(EvidenceException.class);
    assertThatThrownBy(() -> new BundleBuilder().quote(new byte[9]))
        .hasMessage("the quote is of no known kind");
    assertThatThrownBy(() -> new BundleBuilder().ima(RTMR3, machine.log()))
        .hasMessage("a log of kind vmr is no ima");
    BundlePart log = machine.bundle().parts(PartRole.LOG).get(0);
    BundlePart second =
        new BundlePart(new PartLabel(PartRole.LOG, 1, Optional.empty()), log.type(), log.content());
    assertThatThrownBy(() -> new EvidenceBundle(List.of(machine.bundle().quote(), second)))
        .hasMessage("log 0 is missing or there twice");
    EvidenceBundle alone = new BundleBuilder().quote(machine.quote()).build();
    assertThat(codes(appraise(alone))).contains("log-missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':['a/b','AA']} | but not a collection",
        "{'a':['a/b','AA'],'__cmwc_t':'tag:vmr.dev,2026:evidence/2'} | but not a collection",
        "['a/b','AA'] | offset 0",
        "{'a':['a/b','AA'],'__cmwc_t':'tag:vmr.dev,2026:evidence/1'} | entry 1: no label",
        "{'__cmwc_t':'tag:vmr.dev,2026:evidence/1'} | at least one entry",
        "{'pcrs':['application/vnd.vmr.pcrs','AA',4],'__cmwc_t':'tag:vmr.dev,2026:evidence/1'} "
            + "| no quote",
        "{'pcrs':['application/vnd.vmr.pcrs','AA'],'__cmwc_t':'tag:vmr.dev,2026:evidence/1'} "
            + "| indicator 4",
        "{'pcrs':['application/octet-stream','AA',4],'__cmwc_t':'tag:vmr.dev,2026:evidence/1'} "
            + "| no pcrs has",
        "{'pcrs':{'a':['a/b','AA']},'__cmwc_t':'tag:vmr.dev,2026:evidence/1'} | a record",
      })
  void collectionsThatAreNoBundleAreRefused(String text, String reason) {
    assertThatThrownBy(() -> EvidenceBundle.parse(ascii(text.trim().replace('\'', '"') + "\n")))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining(reason.trim());
  }
}
