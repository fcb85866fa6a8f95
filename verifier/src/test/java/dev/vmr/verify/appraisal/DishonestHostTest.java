package dev.vmr.verify.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.policy.Policy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whoever launches a machine chooses some of the values that its quote signs. None of them may say
 * what only the running machine can (docs/threat-model.md, section 3).
 */
class DishonestHostTest {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");
  private static final Digest ZERO = Digest.zero(HashAlgorithm.SHA384);
  private static final Digest GOOD = HashAlgorithm.SHA384.hash(new byte[] {1});
  private static final String WANTED =
      "vmr policy 1\nvirtual mr_app is "
          + "sha384/"
          + HashAlgorithm.SHA384.hash(concat(ZERO, GOOD)).hex()
          + "\n";

  private static byte[] concat(Digest a, Digest b) {
    return com.google.common.primitives.Bytes.concat(a.toByteArray(), b.toByteArray());
  }

  /** What software would have recorded, of a register that the launcher sets. */
  private static byte[] log(String register) {
    String text =
        "SYNC "
            + ZERO
            + "\nvmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/"
            + register
            + "\nmr_app extend "
            + GOOD
            + "\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Digest value(byte[] log) throws Exception {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(log), replay);
    return replay.value();
  }

  /** A machine in which nothing was measured, launched with that value. */
  private static Appraisal appraisal(String register, Digest value, String policy)
      throws Exception {
    QuotedRegisters quoted =
        new QuotedRegisters(
            QuotedPlatform.TDX,
            ImmutableListMultimap.of(
                register, QuotedValue.raw(value.toByteArray()), "rtmr3", QuotedValue.of(ZERO)),
            null,
            ImmutableMap.of(),
            List.of());
    return new Appraisal(quoted, Policy.parse(policy));
  }

  private static List<String> errors(AttestationResult result) {
    return result.findings().stream()
        .filter(each -> each.severity() == Finding.Severity.ERROR)
        .map(Finding::code)
        .toList();
  }

  @Test
  void aLogOfAValueThatWasChosenAtLaunchIsNoRecordOfWhatRan() throws Exception {
    for (String register : new String[] {"mrconfigid", "mrowner", "mrownerconfig"}) {
      byte[] log = log(register);
      String policy = WANTED + "log vmr required\n";
      Appraisal appraisal = appraisal(register, value(log), policy);
      appraisal.own("vmr.log", () -> new ByteArrayInputStream(log), RTMR3);
      assertThat(errors(appraisal.run()))
          .containsExactly("register-static", "register-missing", "policy-log");
    }
  }

  @Test
  void aManifestGivesNoNamesThatAPolicyDoesNotLeaveToIt() throws Exception {
    byte[] manifest = log("mrconfigid");
    Appraisal appraisal = appraisal("mrconfigid", value(manifest), WANTED);
    appraisal.manifest("mrconfigid", "manifest", () -> new ByteArrayInputStream(manifest));
    assertThat(errors(appraisal.run())).containsExactly("policy-origin");
    for (String demand : new String[] {"extended", "of rtmr3", "of mrowner"}) {
      Appraisal other =
          appraisal("mrconfigid", value(manifest), "vmr policy 1\nvirtual mr_app " + demand + "\n");
      other.manifest("mrconfigid", "manifest", () -> new ByteArrayInputStream(manifest));
      assertThat(errors(other.run())).as(demand).containsExactly("policy-origin");
    }
  }

  @Test
  void aPolicyLeavesANameToARegister() throws Exception {
    byte[] manifest = log("mrconfigid");
    String policy = WANTED + "virtual mr_app of mrconfigid\nvirtual mr_app extended\n";
    Appraisal appraisal = appraisal("mrconfigid", value(manifest), policy);
    appraisal.manifest("mrconfigid", "manifest", () -> new ByteArrayInputStream(manifest));
    AttestationResult result = appraisal.run();
    assertThat(errors(result)).isEmpty();
    assertThat(result.proofs()).extracting(Proof::code).contains("policy-origin");
    Appraisal missing = appraisal("mrconfigid", ZERO, "vmr policy 1\nvirtual mr_app of rtmr3\n");
    assertThat(errors(missing.run())).containsExactly("register-missing");
  }
}
