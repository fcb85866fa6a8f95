package dev.vmr.verify.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.appraisal.Proof;
import dev.vmr.verify.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/ear.md. */
class AttestationClaimsTest {
  private static final Instant TIME = Instant.parse("2026-01-31T00:00:00Z");
  private static final byte[] NONCE = {15, 30, 45, 60, 75, 90, 105, 120};

  private static AttestationResult result(
      QuotedPlatform platform, List<String> proofs, String... findings) {
    List<Finding> found = new ArrayList<>();
    for (String each : findings) {
      String[] words = each.split(" ", 2);
      Finding.Severity severity =
          switch (words[0]) {
            case "info" -> Finding.Severity.INFO;
            case "warning" -> Finding.Severity.WARNING;
            default -> Finding.Severity.ERROR;
          };
      found.add(new Finding(words[1], severity, null, "\u0000 text of a stranger"));
    }
    QuotedRegisters quoted =
        new QuotedRegisters(
            platform, ImmutableListMultimap.of(), null, ImmutableMap.of(), List.of());
    return new AttestationResult(
        quoted,
        List.of(),
        List.of(),
        List.of(),
        ImmutableMap.of(),
        List.of(),
        proofs.stream().map(code -> new Proof(code, "x", "y")).toList(),
        found,
        null);
  }

  private static JsonNode appraisal(AttestationResult result) throws Exception {
    String json = AttestationClaims.of(result, TIME, NONCE, "none", "vmr test").unsigned();
    return StrictJson.parse(json).path("submods").path(result.quoted().platform().text());
  }

  @Test
  void theClaimsAreThoseOfTheDocumentationInItsOrder() {
    AttestationResult result =
        result(
            QuotedPlatform.TDX,
            List.of("quote", "policy-register"),
            "info tcb-status",
            "info tcb-status");
    assertThat(AttestationClaims.of(result, TIME, NONCE, "sha256/00", "vmr test").unsigned())
        .isEqualTo(
            "{\"dev.vmr.unsigned\":true,\"eat_profile\":\"tag:github.com,2023:veraison/ear\","
                + "\"iat\":1769817600,\"ear.verifier-id\":{\"build\":\"vmr test\","
                + "\"developer\":\"https://vmr.dev\"},\"eat_nonce\":\"Dx4tPEtaaXg\","
                + "\"submods\":{\"tdx\":{\"ear.status\":\"affirming\","
                + "\"ear.trustworthiness-vector\":{\"instance-identity\":0,\"configuration\":2,"
                + "\"executables\":2,\"file-system\":0,\"hardware\":2,\"runtime-opaque\":2,"
                + "\"storage-opaque\":0,\"sourced-data\":0},"
                + "\"ear.appraisal-policy-id\":\"sha256/00\",\"dev.vmr.accepted\":true,"
                + "\"dev.vmr.findings\":[{\"code\":\"tcb-status\",\"severity\":\"info\"}],"
                + "\"dev.vmr.registers\":{}}}}\n");
  }

  @ParameterizedTest
  @CsvSource({
    // platform, proof, finding, status, configuration, executables, file-system, hardware, opaque
    "TDX, policy-register, info ima-rule, affirming, 2, 2, 0, 2, 2",
    "TDX, quote, info policy-none, warning, 0, 33, 0, 2, 2",
    "TDX, policy-register, warning tcb-status, warning, 2, 2, 0, 32, 2",
    "TDX, policy-register, warning collateral-unverified, warning, 2, 2, 0, 32, 2",
    "TDX, policy-register, error tcb-status, contraindicated, 2, 2, 0, 96, 2",
    "TDX, policy-register, error certificate-revoked, contraindicated, 2, 2, 0, 96, 2",
    "TDX, policy-register, error policy-tcb, contraindicated, 2, 2, 0, 96, 2",
    "TDX, policy-register, error quote-signature, contraindicated, 99, 99, 99, 99, 99",
    "TDX, policy-register, error root-unknown, contraindicated, 99, 99, 99, 99, 99",
    "TDX, policy-register, error debug-enabled, contraindicated, 96, 2, 0, 2, 96",
    "TDX, policy-register, warning debug-enabled, warning, 32, 2, 0, 2, 32",
    "TDX, policy-register, error nonce-differs, contraindicated, 2, 2, 0, 2, 2",
    "TDX, policy-register, error policy-age, contraindicated, 2, 2, 0, 2, 2",
    "TDX, manifest, error log-missing, contraindicated, 2, 96, 0, 2, 2",
    "TDX, policy-virtual, warning log-missing, warning, 0, 32, 0, 2, 2",
    "TDX, files, info ima-boot-aggregate, warning, 0, 33, 2, 2, 2",
    "TDX, files, warning ima-weak-digests, warning, 0, 33, 32, 2, 2",
    "TDX, policy-virtual, error ima-entry-differs, contraindicated, 0, 2, 96, 2, 2",
    "TDX, policy-virtual, error of-tomorrow, contraindicated, 0, 96, 0, 2, 2",
    "NITRO, policy-register, info claim-unknown, affirming, 2, 2, 0, 2, 0",
    "TPM, policy-register, warning weak-algorithm, warning, 2, 2, 0, 32, 0",
    "SIMULATED, policy-register, warning quote-simulated, warning, 2, 2, 0, 32, 0",
    "SIMULATED, policy-register, error quote-simulated, contraindicated, 2, 2, 0, 96, 0",
    "UNKNOWN, quote, error quote-unknown, contraindicated, 99, 99, 99, 99, 99",
  })
  void findingsMakeTheVector(
      QuotedPlatform platform,
      String proof,
      String finding,
      String status,
      int configuration,
      int executables,
      int files,
      int hardware,
      int opaque)
      throws Exception {
    JsonNode appraisal = appraisal(result(platform, List.of(proof), finding));
    JsonNode vector = appraisal.path("ear.trustworthiness-vector");
    assertThat(appraisal.path("ear.status").asText()).isEqualTo(status);
    int[] values = {
      vector.path("configuration").asInt(-1),
      vector.path("executables").asInt(-1),
      vector.path("file-system").asInt(-1),
      vector.path("hardware").asInt(-1),
      vector.path("runtime-opaque").asInt(-1)
    };
    assertThat(values).containsExactly(configuration, executables, files, hardware, opaque);
    assertThat(appraisal.has("dev.vmr.registers")).isEqualTo(!finding.startsWith("error"));
  }

  @Test
  void claimsHoldNothingThatStrangersWrote() throws Exception {
    AttestationResult result = result(QuotedPlatform.TDX, List.of(), "error log-missing");
    assertThat(appraisal(result).toString()).doesNotContain("stranger");
  }

  @Test
  void aNonceHasTheSizeOfItsClaim() {
    AttestationResult result = result(QuotedPlatform.TDX, List.of());
    assertThatThrownBy(() -> AttestationClaims.of(result, TIME, new byte[7], "none", "vmr"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(AttestationClaims.of(result, TIME, null, "none", "vmr").unsigned())
        .doesNotContain("eat_nonce");
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static SigningKey parse(String pem) throws EvidenceException {
    return SigningKey.parse(pem.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, ES256, SHA256withECDSAinP1363Format",
    "secp384r1, ES384, SHA384withECDSAinP1363Format"
  })
  void aTokenIsSigned(String curve, String algorithm, String check) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    AttestationClaims claims =
        AttestationClaims.of(
            result(QuotedPlatform.TDX, List.of()), TIME, NONCE, "none", "vmr test");
    SigningKey key = parse("a comment\n" + pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    String token = key.sign(claims);
    assertThat(key.sign(claims)).isEqualTo(token);
    String[] words = token.split("\\.", -1);
    assertThat(words).hasSize(3);
    assertThat(new String(Base64.getUrlDecoder().decode(words[0]), StandardCharsets.US_ASCII))
        .isEqualTo("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");
    JsonNode payload = StrictJson.parse(Base64.getUrlDecoder().decode(words[1]));
    assertThat(payload.path("iat").asLong()).isEqualTo(TIME.getEpochSecond());
    assertThat(payload.has("dev.vmr.unsigned")).isFalse();
    Signature signature = Signature.getInstance(check);
    signature.initVerify(pair.getPublic());
    signature.update((words[0] + "." + words[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(words[2]))).isTrue();
  }

  @Test
  void otherKeysAreRefused() throws Exception {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp521r1"));
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    String large = pem("PRIVATE KEY", ec.generateKeyPair().getPrivate().getEncoded());
    for (String each :
        new String[] {
          large,
          pem("PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded()),
          pem("PRIVATE KEY", new byte[9]),
          pem("EC PRIVATE KEY", new byte[9]),
          pem("ENCRYPTED PRIVATE KEY", new byte[9]),
          pem("PUBLIC KEY", ec.generateKeyPair().getPublic().getEncoded()),
          large + large,
          "",
          "x".repeat(1 << 15)
        }) {
      assertThatThrownBy(() -> parse(each)).isInstanceOf(EvidenceException.class);
    }
  }
}
