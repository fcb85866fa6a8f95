package dev.vmr.verify.ear;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.Finding;
import dev.vmr.verify.appraisal.AttestationResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims of an EAT attestation result, immutable (docs/ear.md, section 2). */
public final class AttestationClaims {
  /** The shortest nonce in bytes that a claim can hold (RFC 9711, section 4.1). */
  public static final int MIN_NONCE = 8;

  private static final String PROFILE = "tag:github.com,2023:veraison/ear";
  private static final String DEVELOPER = "https://vmr.dev";
  private static final int MOST = 256;

  private final ObjectNode claims;

  private AttestationClaims(ObjectNode claims) {
    this.claims = claims;
  }

  /**
   * The claims of a result.
   *
   * @param time at which was judged
   * @param nonce what the asker gave, 8 to 64 bytes, or null
   * @param policy the name of the policy
   * @param build the name of the verifier's build
   */
  public static AttestationClaims of(
      AttestationResult result,
      Instant time,
      byte @Nullable [] nonce,
      String policy,
      String build) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("eat_profile", PROFILE);
    claims.put("iat", time.getEpochSecond());
    claims.putObject("ear.verifier-id").put("build", build).put("developer", DEVELOPER);
    if (nonce != null) {
      if (nonce.length < MIN_NONCE || nonce.length > 64) {
        throw new IllegalArgumentException("a nonce in claims has 8 to 64 bytes");
      }
      claims.put("eat_nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
    }
    TrustVector vector = TrustVector.of(result);
    ObjectNode appraisal = claims.putObject("submods").putObject(result.quoted().platform().text());
    appraisal.put("ear.status", vector.status(result.accepted()).text());
    ObjectNode values = appraisal.putObject("ear.trustworthiness-vector");
    vector.values().forEach((claim, value) -> values.put(claim.text(), value));
    appraisal.put("ear.appraisal-policy-id", policy);
    appraisal.put("dev.vmr.accepted", result.accepted());
    findings(appraisal.putArray("dev.vmr.findings"), result);
    if (result.accepted()) {
      registers(appraisal.putObject("dev.vmr.registers"), result.virtual());
    }
    return new AttestationClaims(claims);
  }

  private static void findings(ArrayNode array, AttestationResult result) {
    Set<Map.Entry<String, String>> told = new LinkedHashSet<>();
    for (Finding each : result.findings()) {
      told.add(Map.entry(each.code(), each.severity().text()));
    }
    told.stream()
        .limit(MOST)
        .forEach(
            each -> array.addObject().put("code", each.getKey()).put("severity", each.getValue()));
  }

  private static void registers(ObjectNode node, Map<RegisterName, VirtualRegister> virtual) {
    virtual.values().stream()
        .limit(MOST)
        .forEach(
            register -> {
              ObjectNode banks = node.putObject(register.name().text());
              register.banks().forEach((bank, value) -> banks.put(bank.kernelName(), value.hex()));
            });
  }

  /** The claims as JSON in UTF-8. */
  byte[] payload() {
    return claims.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The claims as JSON that says of itself that nobody has signed it. */
  public String unsigned() {
    ObjectNode marked = JsonNodeFactory.instance.objectNode().put("dev.vmr.unsigned", true);
    marked.setAll(claims);
    return marked + "\n";
  }
}
