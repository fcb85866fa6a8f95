package dev.vmr.verify.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.Source;
import dev.vmr.verify.policy.Policy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests: the value to launch with, and the proof that it was launched with. */
class ManifestTest {
  private static String manifest(String algorithm, String start) {
    String digest = Digest.filled(HashAlgorithm.SHA256, 7).toString();
    int size = HashAlgorithm.ofKernelName(algorithm).orElseThrow().size();
    return "SYNC "
        + algorithm
        + "/"
        + start.repeat(size)
        + "\nmr_policy extend "
        + digest
        + " -- policy of the agent\n";
  }

  private static Source source(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> codes(
      QuotedPlatform platform, String register, QuotedValue value, String manifest)
      throws Exception {
    QuotedRegisters quoted =
        new QuotedRegisters(
            platform,
            ImmutableListMultimap.of(register, value),
            null,
            ImmutableMap.of(),
            List.of());
    Appraisal appraisal =
        new Appraisal(
            quoted,
            Policy.parse(
                "vmr policy 1\nvirtual mr_policy extended\nvirtual mr_policy of "
                    + register
                    + "\n"));
    appraisal.manifest(register, "manifest", source(manifest));
    return appraisal.run().findings().stream()
        .filter(each -> each.severity() == Finding.Severity.ERROR)
        .map(Finding::code)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "TDX, mrconfigid, sha384",
    "TDX, mrownerconfig, sha384",
    "TDX, mrowner, sha3-384",
    "SEV_SNP, host_data, sha256",
    "CCA, rpv, sha512",
    "NITRO, pcr4, sha384",
  })
  void whatWasComputedIsProven(QuotedPlatform platform, String register, String name)
      throws Exception {
    HashAlgorithm algorithm = HashAlgorithm.ofKernelName(name).orElseThrow();
    String text = manifest(name, "00");
    Manifest manifest = Manifest.read(source(text), algorithm);
    QuotedValue value =
        platform == QuotedPlatform.NITRO
            ? QuotedValue.of(manifest.value())
            : QuotedValue.raw(manifest.value().toByteArray());
    assertThat(codes(platform, register, value, text)).isEmpty();
    assertThat(codes(platform, register, value, text.replace("agent", "agens")))
        .contains("manifest-differs");
    RegisterBank bank = new RegisterBank(Digest.zero(algorithm));
    for (Digest each : manifest.extensions()) {
      bank = bank.extendedBy(each);
    }
    assertThat(bank.value()).isEqualTo(manifest.value());
    assertThat(manifest.extensions()).hasSize(2);
  }

  @Test
  void whatNoMachineIsLaunchedWithHasNoValue() {
    for (String[] each :
        new String[][] {
          {manifest("sha384", "11"), "line 1"},
          {manifest("sha256", "00"), "SYNC of sha384"},
          {manifest("sha384", "00") + "mr_policy extend sha256/00\n", "line 3"},
          {manifest("sha384", "00").stripTrailing(), "line 2"},
          {manifest("sha384", "00") + "SYNC sha384/" + "22".repeat(48) + "\n", "line 3"},
          {"# nothing\n", "no record"},
          {"", "no record"},
        }) {
      assertThatThrownBy(() -> Manifest.read(source(each[0]), HashAlgorithm.SHA384))
          .as(each[0])
          .isInstanceOf(EvidenceException.class)
          .hasMessageContaining(each[1]);
    }
  }

  @Test
  void aNameInTwoManifestsIsAmbiguous() throws Exception {
    String text = manifest("sha384", "00");
    QuotedValue value =
        QuotedValue.raw(Manifest.read(source(text), HashAlgorithm.SHA384).value().toByteArray());
    QuotedRegisters quoted =
        new QuotedRegisters(
            QuotedPlatform.TDX,
            ImmutableListMultimap.of("mrconfigid", value, "mrowner", value),
            null,
            ImmutableMap.of(),
            List.of());
    Appraisal appraisal = new Appraisal(quoted, Policy.none());
    appraisal.manifest("mrconfigid", "one", source(text));
    appraisal.manifest("mrowner", "other", source(text));
    assertThat(appraisal.run().findings()).extracting(Finding::code).contains("register-ambiguous");
  }
}
