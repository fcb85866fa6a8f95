package dev.vmr.verify.appraisal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.policy.Policy;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of IMA given as logs, of kernels that follow either rule (docs/ima.md, section 5). */
class ImaRuleTest {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;
  private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
  private static final List<String> PATHS = List.of("boot_aggregate", "/bin/sh", "/etc/passwd");

  private static byte[] data(String path) {
    byte[] digest = SHA256.hash(path.getBytes(US_ASCII)).toByteArray();
    int nameLength = path.length() + 1;
    return ByteBuffer.allocate(4 + 8 + 32 + 4 + nameLength)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(40)
        .put("sha256:\0".getBytes(US_ASCII))
        .put(digest)
        .putInt(nameLength)
        .put((path + "\0").getBytes(US_ASCII))
        .array();
  }

  private static String list() {
    StringBuilder list = new StringBuilder();
    for (String path : PATHS) {
      list.append("10 ").append(SHA1.hash(data(path)).hex()).append(" ima-ng sha256:");
      list.append(SHA256.hash(path.getBytes(US_ASCII)).hex()).append(' ').append(path).append('\n');
    }
    return list.toString();
  }

  private static Digest real() {
    RegisterBank bank = new RegisterBank(Digest.zero(SHA256));
    for (String path : PATHS) {
      bank = bank.extendedBy(SHA256.hash(data(path)));
    }
    return bank.value();
  }

  private static Digest padded() {
    RegisterBank bank = new RegisterBank(Digest.zero(SHA256));
    for (String path : PATHS) {
      byte[] sha1 = Arrays.copyOf(SHA1.hash(data(path)).toByteArray(), 32);
      bank = bank.extendedBy(Digest.of(SHA256, sha1));
    }
    return bank.value();
  }

  private static List<String> codes(Digest pcr10, String list) throws Exception {
    QuotedRegisters quoted =
        new QuotedRegisters(
            QuotedPlatform.TPM,
            ImmutableListMultimap.of("pcr10", QuotedValue.of(pcr10)),
            null,
            ImmutableMap.of(),
            List.of());
    Appraisal appraisal = new Appraisal(quoted, Policy.parse("vmr policy 1\nlog ima required\n"));
    byte[] bytes = list.getBytes(US_ASCII);
    appraisal.log("list", () -> new ByteArrayInputStream(bytes), null, new RegisterName("rtmr3"));
    List<String> codes = new ArrayList<>();
    for (Finding each : appraisal.run().findings()) {
      codes.add(each.code());
    }
    codes.remove("policy-none");
    return codes;
  }

  @Test
  void eitherRuleProvesTheList() throws Exception {
    assertThat(codes(real(), list())).isEmpty();
    assertThat(codes(padded(), list())).containsExactly("ima-rule");
    assertThat(codes(Digest.filled(SHA256, 0x11), list()))
        .containsExactly("log-differs", "policy-log");
  }

  @Test
  void anEntryMoreOrLessIsNoRule() throws Exception {
    String list = list();
    String shorter = list.substring(0, list.lastIndexOf("10 "));
    assertThat(codes(padded(), shorter)).contains("log-differs");
    String more = list + "10 " + "1".repeat(40) + " a-template-of-its-own x\n";
    assertThat(codes(padded(), more)).contains("log-differs");
    assertThat(codes(real(), more)).contains("digest-missing");
  }
}
