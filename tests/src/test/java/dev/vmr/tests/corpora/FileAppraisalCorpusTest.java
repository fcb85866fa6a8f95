package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.ima.ImaReader;
import dev.vmr.verify.Finding;
import dev.vmr.verify.files.FileAppraisal;
import dev.vmr.verify.files.FilePolicy;
import dev.vmr.verify.files.KeyFiles;
import dev.vmr.verify.files.Outcome;
import dev.vmr.verify.files.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of real kernels, appraised. */
class FileAppraisalCorpusTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Finding> findings = new ArrayList<>();

  private static Path file(String name) {
    return Corpora.folder("ima").resolve(name);
  }

  private FileAppraisal appraise(Path list, String policy, SigningKey... keys) throws Exception {
    findings.clear();
    FilePolicy wanted =
        FilePolicy.read(new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)), null);
    FileAppraisal appraisal = new FileAppraisal(wanted, List.of(keys), findings::add);
    try (InputStream in = Files.newInputStream(list)) {
      ImaReader.of(in).forEach(appraisal);
    }
    appraisal.finish();
    return appraisal;
  }

  /** A policy as Keylime would make it of a list: every digest under its path. */
  private static ObjectNode policyOf(Path list) throws Exception {
    ObjectNode policy = JSON.createObjectNode();
    ObjectNode digests = policy.putObject("digests");
    try (InputStream in = Files.newInputStream(list)) {
      ImaReader.of(in)
          .forEach(
              entry -> {
                if (!entry.violation() && entry.path().isPresent()) {
                  entry
                      .fileDigest()
                      .ifPresent(
                          digest -> {
                            String path = entry.path().get();
                            ArrayNode all =
                                digests.has(path)
                                    ? (ArrayNode) digests.get(path)
                                    : digests.putArray(path);
                            all.add(digest.hex());
                          });
                }
              });
    }
    return policy;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "embrave-arm/binary_runtime_measurements, 922, 0",
    "embrave-arm/ascii_runtime_measurements, 922, 0",
    "gta-sha256-pair/ima.bin, 2, 0",
    "ibm-log-sha1/sha1.log, 362, 0",
    "ibm-log-sha256/sha256.log, 362, 0",
    "keylime-alg-samples/ima-log-sha1, 2, 1",
    "keylime-alg-samples/ima-log-sha384, 2, 1",
    "keylime-ascii-ng/ascii_runtime_measurements, 826, 0",
    "keylime-ascii-ima-violations/ascii_runtime_measurements_ima, 867, 9",
    "kunpeng-ng-violations/ascii_runtime_measurements_ima-ng_sha256_orig, 2514, 3",
    "kunpeng-ng-violations/ascii_runtime_measurements_ima-ng_sha1_orig, 2349, 1",
  })
  void whatIsListedIsAcceptedButForViolations(String name, long entries, long violations)
      throws Exception {
    Path list = file(name);
    FileAppraisal all = appraise(list, policyOf(list).toString());
    assertThat(all.entries()).isEqualTo(entries);
    assertThat(all.count(Outcome.REJECTED)).as("%s", findings).isEqualTo(violations);
    assertThat(findings.stream().filter(f -> f.severity() == Finding.Severity.ERROR))
        .allMatch(f -> f.code().equals("ima-violation"));
    FileAppraisal none = appraise(list, "{\"digests\": {}}");
    assertThat(none.count(Outcome.REJECTED)).isEqualTo(entries);
  }

  /** A key that Keylime's tests give for the first entry; the second is by another. */
  @Test
  void signaturesOfKeylimesTestsAreVerified() throws Exception {
    Path folder = file("keylime-file-signatures");
    SigningKey key =
        KeyFiles.parse("rsa", Files.readAllBytes(folder.resolve("rsa2048pub.pem"))).get(0);
    assertThat(key.ids()).containsExactly("f3452d23");
    FileAppraisal signed = appraise(folder.resolve("signatures.ascii"), "{\"digests\": {}}", key);
    assertThat(signed.count(Outcome.SIGNED)).isEqualTo(1);
    assertThat(signed.count(Outcome.REJECTED)).isEqualTo(1);
    assertThat(findings.get(0).entry().claimedPath()).isEqualTo("/usr/bin/zmore");
    assertThat(findings.get(0).text()).contains("531f4025");
    assertThat(
            appraise(folder.resolve("bad_signatures.ascii"), "{\"digests\": {}}", key).accepted())
        .isFalse();
  }

  @Test
  void aKeyOfKeylimesTestsIsBelievedWhenItIsListed() throws Exception {
    Path list = file("keylime-file-signatures").resolve("keyrings.ascii");
    String policy =
        "{\"digests\": {}, \"keyrings\": {\".ima\":"
            + " [\"a7d52aaa18c23d2d9bb2abb4308c0eeee67387a42259f4a6b1a42257065f3d5a\"]}}";
    assertThat(appraise(list, policy).count(Outcome.KEY)).isEqualTo(1);
    assertThat(appraise(list, policy.replace("a7d5", "a7d6")).accepted()).isFalse();
    assertThat(findings.get(0).code()).isEqualTo("ima-key-differs");
  }

  /** One entry of each template: those with a path and a digest are listed, no other is. */
  @Test
  void everyTemplateOfTheCorpusIsAppraised() throws Exception {
    Path list = file("ibm-all-templates").resolve("imatest.log");
    ObjectNode policy = policyOf(list);
    policy.set("ima-buf", policy.get("digests"));
    policy.set("keyrings", policy.get("digests"));
    FileAppraisal appraisal = appraise(list, policy.toString());
    assertThat(appraisal.entries()).isEqualTo(17);
    assertThat(findings.stream().map(Finding::code)).as("%s", findings).contains("ima-violation");
    assertThat(appraisal.count(Outcome.REJECTED)).as("%s", findings).isEqualTo(5);
  }
}
