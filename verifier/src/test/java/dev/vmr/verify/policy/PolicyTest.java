package dev.vmr.verify.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/policy.md, sections 1 and 2. */
class PolicyTest {
  private static final String HEAD = "vmr policy 1\n";
  private static final Digest ZERO = Digest.zero(HashAlgorithm.SHA256);
  private static final Digest ONES = Digest.filled(HashAlgorithm.SHA256, 0xFF);

  private static final Digest SHA1 = Digest.zero(HashAlgorithm.SHA1);

  private static Policy parse(String statements) throws PolicyFormatException {
    return Policy.parse(HEAD + statements);
  }

  @Test
  void saysWhatItsStatementsSay() throws Exception {
    Policy policy =
        parse(
            """
            # any byte may stand in a comment: \u00ff\t

            platform tdx simulated
            register rtmr0 is %1$s
            register rtmr0 is %2$s
            register mrconfigid is hex/00ff
            virtual mr_app is %1$s %2$s
            virtual mr_app locked
            virtual mr_app extended
            log ccel required
            log vmr required
            nonce required
            report-data is hex/01
            report-data begins hex/02
            tcb UpToDate SWHardeningNeeded
            age 300
            unlogged rtmr1 rtmr2
            jump rtmr3 to %2$s
            jump rtmr2 any
            restore mr_ima to %1$s
            restore mr_ima to %2$s
            restore mr_app any
            debug allowed
            simulated allowed
            """
                .formatted(ZERO, ONES));
    RegisterName app = new RegisterName("mr_app");
    assertThat(policy.platforms()).containsExactly("simulated", "tdx");
    assertThat(policy.registers().get("rtmr0"))
        .extracting(ReferenceValue::toString)
        .containsExactly(ZERO.toString(), ONES.toString());
    assertThat(policy.registers().get("mrconfigid"))
        .extracting(ReferenceValue::toByteArray)
        .containsExactly(new byte[] {0, -1});
    assertThat(policy.virtual().get(app)).hasSize(2);
    assertThat(policy.demands().get(app))
        .containsExactlyInAnyOrder(Policy.Demand.LOCKED, Policy.Demand.EXTENDED);
    assertThat(policy.logs()).containsExactly("ccel", "vmr");
    assertThat(policy.nonceRequired()).isTrue();
    assertThat(policy.reportData()).contains("01");
    assertThat(policy.reportDataPrefix()).contains("02");
    assertThat(policy.tcb()).containsExactly("SWHardeningNeeded", "UpToDate");
    assertThat(policy.age()).hasValue(300);
    assertThat(policy.unloggedAllowed("rtmr2")).isTrue();
    assertThat(policy.unloggedAllowed("rtmr3")).isFalse();
    assertThat(policy.jumpAllowed(new RegisterName("rtmr3"), ONES)).isTrue();
    assertThat(policy.jumpAllowed(new RegisterName("rtmr3"), ZERO)).isFalse();
    assertThat(policy.jumpAllowed(new RegisterName("rtmr2"), ZERO)).isTrue();
    RegisterName ima = new RegisterName("mr_ima");
    assertThat(policy.restoreAllowed(ima, List.of(ZERO))).isTrue();
    assertThat(policy.restoreAllowed(ima, List.of(ZERO, ONES))).isTrue();
    assertThat(policy.restoreAllowed(ima, List.of(ZERO, SHA1))).isFalse();
    assertThat(policy.restoreAllowed(ima, List.of())).isFalse();
    assertThat(policy.restoreAllowed(app, List.of(SHA1))).isTrue();
    assertThat(policy.restoreAllowed(new RegisterName("mr_x"), List.of(ZERO))).isFalse();
    assertThat(policy.debugAllowed()).isTrue();
    assertThat(policy.simulatedAllowed()).isTrue();
    assertThat(policy.hasReferences()).isTrue();
  }

  @Test
  void anEmptyPolicyAllowsNothing() throws Exception {
    Policy policy = parse("");
    assertThat(policy.hasReferences()).isFalse();
    assertThat(policy.nonceRequired()).isFalse();
    assertThat(policy.age()).isEmpty();
    assertThat(policy.debugAllowed()).isFalse();
    assertThat(policy.simulatedAllowed()).isFalse();
    assertThat(policy.unloggedAllowed("rtmr3")).isFalse();
    assertThat(policy.restoreAllowed(new RegisterName("mr_ima"), List.of(ZERO))).isFalse();
    assertThat(parse("unlogged all\n").unloggedAllowed("rtmr3")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\n",
        "platform\n",
        "platform sgx\n",
        "platform unknown\n",
        "platform tdx tdx\n",
        "platform tdx\nplatform cca\n",
        " platform tdx\n",
        "platform  tdx\n",
        "platform tdx \n",
        "platform tdx\r\n",
        "platform\ttdx\n",
        "platform tdx",
        "Platform tdx\n",
        "vmr policy 1\n",
        "register rtmr0\n",
        "register rtmr0 is\n",
        "register rtmr0 are hex/00\n",
        "register rtmr0 is sha384/00\n",
        "register rtmr0 is hex/\n",
        "register rtmr0 is hex/0\n",
        "register rtmr0 is hex/0A\n",
        "register rtmr0 is hex/00 hex/00\n",
        "register rtmr/0 is hex/00\n",
        "register rtmr0 is any\n",
        "virtual mr_app is hex/00\n",
        "virtual mr_app open\n",
        "virtual mr_app locked locked\n",
        "virtual mr_app locked\nvirtual mr_app locked\n",
        "virtual SYNC locked\n",
        "virtual mr_app\n",
        "log ccel\n",
        "log CCEL required\n",
        "log ccel required\nlog ccel required\n",
        "log ccel required now\n",
        "nonce\n",
        "nonce optional\n",
        "nonce required required\n",
        "nonce required\nnonce required\n",
        "report-data hex/00\n",
        "report-data is 00\n",
        "report-data is hex/00 hex/01\n",
        "report-data is hex/00\nreport-data is hex/01\n",
        "tcb\n",
        "age\n",
        "age -1\n",
        "age 01\n",
        "age 1.5\n",
        "age 1000000000000\n",
        "age 1\nage 2\n",
        "unlogged\n",
        "unlogged rtmr0\nunlogged rtmr0\n",
        "jump rtmr3\n",
        "jump rtmr3 any any\n",
        "jump rtmr3 to\n",
        "jump rtmr3 to sha384/00\n",
        "restore\n",
        "restore mr_ima\n",
        "restore any\n",
        "restore mr_ima all\n",
        "restore mr_ima any any\n",
        "restore mr_ima any\nrestore mr_ima any\n",
        "restore mr_ima to\n",
        "restore mr_ima to any\n",
        "restore mr_ima to hex/00\n",
        "restore mr_ima to sha1/00\n",
        "restore mr_ima to sha1/0000000000000000000000000000000000000000 sha1/0000000000000000000000000000000000000000\n",
        "restore SYNC any\n",
        "restored mr_ima any\n",
        "debug\n",
        "debug denied\n",
        "simulated allowed\nsimulated allowed\n",
      })
  void refusesAnythingElseWithItsLine(String statements) {
    assertThatThrownBy(() -> parse(statements))
        .isInstanceOf(PolicyFormatException.class)
        .hasMessageMatching("line [23]: .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n", "vmr policy 2\n", "vmr policy 1"})
  void refusesWhatDoesNotBegin(String text) {
    assertThatThrownBy(() -> Policy.parse(text)).isInstanceOf(PolicyFormatException.class);
  }
}
