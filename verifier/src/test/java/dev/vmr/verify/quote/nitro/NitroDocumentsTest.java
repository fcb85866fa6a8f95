package dev.vmr.verify.quote.nitro;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents whose certificate nobody can read: what they say is there, and unproven. */
class NitroDocumentsTest {
  private static final QuoteContext CONTEXT =
      QuoteContext.pinned(Instant.parse("2026-01-31T00:00:00Z"));
  private static final byte[] ONES =
      HashAlgorithm.SHA384.hash("1".getBytes(StandardCharsets.US_ASCII)).toByteArray();
  private static final byte[] NULL = {(byte) 0xF6};
  private static final byte[] ZEROS = new byte[48];

  private static byte[] head(int major, int size) {
    return new byte[] {(byte) (major << 5 | 25), (byte) (size >> 8), (byte) size};
  }

  private static byte[] bytes(byte[] content) {
    return Bytes.concat(head(2, content.length), content);
  }

  private static byte[] text(String content) {
    byte[] ascii = content.getBytes(StandardCharsets.US_ASCII);
    return Bytes.concat(head(3, ascii.length), ascii);
  }

  private static byte[] pcrs(Map<Integer, byte[]> values) {
    byte[] map = head(5, values.size());
    for (Map.Entry<Integer, byte[]> each : new TreeMap<>(values).entrySet()) {
      map = Bytes.concat(map, head(0, each.getKey()), bytes(each.getValue()));
    }
    return map;
  }

  /** A document with these members between those that all documents have. */
  private static byte[] document(Map<String, byte[]> members) {
    byte[] payload =
        Bytes.concat(
            head(5, 5 + members.size()),
            text("module_id"),
            text("i-0-tpm0"),
            text("digest"),
            text("SHA384"),
            text("timestamp"),
            head(0, 1000),
            text("certificate"),
            bytes(new byte[1]),
            text("cabundle"),
            head(4, 0));
    for (Map.Entry<String, byte[]> each : new TreeMap<>(members).entrySet()) {
      payload = Bytes.concat(payload, text(each.getKey()), each.getValue());
    }
    return Bytes.concat(
        HexFormat.of().parseHex("8444a1013822a0"), bytes(payload), bytes(new byte[96]));
  }

  private static List<String> codes(QuotedRegisters quoted) {
    return quoted.findings().stream().map(Finding::code).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "pcrs, nitro, false, certificate-missing",
    "pcrs, nitro, true, certificate-missing debug-enabled",
    "nitrotpm_pcrs, nitro-tpm, false, certificate-missing",
    "nitrotpm_pcrs, nitro-tpm, true, certificate-missing",
  })
  void aDocumentIsOfAnEnclaveOrOfATpm(String member, String platform, boolean zeros, String found) {
    byte[] value = zeros ? ZEROS : ONES;
    Map<Integer, byte[]> values = Map.of(0, value, 1, ZEROS, 2, ZEROS, 23, ONES);
    byte[] nonce = {1, 2, 3};
    QuotedRegisters quoted =
        Quotes.verify(
            document(Map.of(member, pcrs(values), "nonce", bytes(nonce), "public_key", NULL)),
            CONTEXT);
    assertThat(quoted.platform().text()).isEqualTo(platform);
    assertThat(codes(quoted)).containsExactly(found.split(" "));
    assertThat(quoted.registers().keySet())
        .containsExactly("pcr0", "pcr1", "pcr2", "pcr23", "nonce");
    assertThat(quoted.registers().get("pcr23").get(0).digest().orElseThrow().toByteArray())
        .isEqualTo(ONES);
    assertThat(quoted.reportData()).isEqualTo(QuotedValue.raw(nonce));
    assertThat(quoted.claims()).containsEntry("module_id", "i-0-tpm0");
    assertThat(quoted.claims().containsKey("debug")).isEqualTo(member.equals("pcrs"));
  }

  @ParameterizedTest
  @CsvSource({
    "pcrs, 32, 48, an integer",
    "nitrotpm_pcrs, 32, 48, an integer",
    "pcrs, 0, 32, 48 bytes",
    "nitrotpm_pcrs, 0, 32, 48 bytes",
    "nitrotpm_pcr, 0, 48, no key",
  })
  void whatIsNoDocumentIsSaid(String member, int pcr, int size, String why) {
    QuotedRegisters quoted =
        Quotes.verify(document(Map.of(member, pcrs(Map.of(pcr, new byte[size])))), CONTEXT);
    assertThat(codes(quoted)).containsExactly("quote-malformed");
    assertThat(quoted.findings().get(0).text()).contains(why);
  }

  @Test
  void ofAnEnclaveAndOfATpmIsNothing() {
    byte[] values = pcrs(Map.of(0, ONES));
    QuotedRegisters quoted =
        Quotes.verify(document(Map.of("pcrs", values, "nitrotpm_pcrs", values)), CONTEXT);
    assertThat(codes(quoted)).containsExactly("quote-malformed");
    assertThat(quoted.findings().get(0).text()).contains("an enclave and of a TPM");
  }
}
