package dev.vmr.verify.quote.tdx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotes of an attestation key that nobody has certified: all but the chain is there. */
class TdQuotesTest {
  private static final QuoteContext CONTEXT =
      QuoteContext.pinned(Instant.parse("2026-01-31T00:00:00Z"));

  private static byte[] little(int size, Object... numbers) {
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (Object number : numbers) {
      if (number instanceof Short small) {
        out.putShort(small);
      } else {
        out.putInt((Integer) number);
      }
    }
    return out.array();
  }

  private static byte[] fixed(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int kept = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - kept, fixed, 32 - kept, kept);
    return fixed;
  }

  /** Version 5: a body of a type, each byte of which is that of its place. */
  private static byte[] quote(int type, int size) throws Exception {
    byte[] body = new byte[size];
    for (int i = 0; i < size; i++) {
      body[i] = (byte) i;
    }
    Arrays.fill(body, 64, Math.min(size, 128), (byte) 0); // a production module, not under debug
    byte[] header =
        Bytes.concat(
            little(12, (short) 5, (short) 2, 0x81, 0),
            HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607"),
            new byte[20],
            little(6, (short) type, size));
    byte[] signed = Bytes.concat(header, body);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
    signer.initSign(pair.getPrivate());
    signer.update(signed);
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    byte[] point = Bytes.concat(fixed(key.getW().getAffineX()), fixed(key.getW().getAffineY()));
    byte[] qe = new byte[QeReport.SIZE];
    System.arraycopy(HashAlgorithm.SHA256.hash(point).toByteArray(), 0, qe, 320, 32);
    byte[] certification =
        Bytes.concat(qe, new byte[64], little(2 + 2 + 4, (short) 0, (short) 5, 0));
    byte[] data =
        Bytes.concat(
            signer.sign(), point, little(6, (short) 6, certification.length), certification);
    return Bytes.concat(signed, little(4, data.length), data);
  }

  private static List<String> codes(QuotedRegisters quoted) {
    return quoted.findings().stream().map(Finding::code).toList();
  }

  @ParameterizedTest
  @CsvSource({"2, 584", "3, 648", "4, 885"})
  void bodiesOfEachTypeAreRead(int type, int size) throws Exception {
    QuotedRegisters quoted = Quotes.verify(quote(type, size), CONTEXT);
    assertThat(codes(quoted)).containsExactly("certificate-missing");
    assertThat(quoted.registers().keySet()).contains("mrtd", "rtmr3", "report_data");
    assertThat(quoted.registers().containsKey("mrservicetd")).isEqualTo(type > 2);
    assertThat(quoted.claims().containsKey("tee_tcb_svn2")).isEqualTo(type > 2);
    assertThat(quoted.claims().containsKey("td_id")).isEqualTo(type > 3);
  }

  @ParameterizedTest
  @CsvSource({"2, 648", "3, 584", "3, 885", "4, 648", "4, 884", "4, 886", "5, 885", "0, 584"})
  void bodiesOfAnotherSizeAreNone(int type, int size) throws Exception {
    QuotedRegisters quoted = Quotes.verify(quote(type, size), CONTEXT);
    assertThat(codes(quoted)).containsExactly("quote-malformed");
    assertThat(quoted.findings().get(0).text()).contains("a body of type " + type);
  }

  /** In the order in which they lie, and under the signature. */
  @Test
  void theHistoryOfATdIsTold() throws Exception {
    byte[] quote = quote(4, 885);
    QuotedRegisters quoted = Quotes.verify(quote, CONTEXT);
    byte[] body = Arrays.copyOfRange(quote, 54, 54 + 885);
    HexFormat hex = HexFormat.of();
    assertThat(quoted.claims())
        .containsEntry("vmid", String.valueOf(648 & 0xFF))
        .containsEntry("td_id", hex.formatHex(body, 649, 681))
        .containsEntry("device_info", hex.formatHex(body, 681, 729))
        .containsEntry("initial_servtd_hash", hex.formatHex(body, 729, 777))
        .containsEntry("initial_servtd_attributes", hex.formatHex(body, 777, 785))
        .containsEntry("initial_cpu_svn", hex.formatHex(body, 785, 801))
        .containsEntry("initial_tee_tcb_svn", hex.formatHex(body, 801, 817))
        .containsEntry("initial_model", hex.formatHex(body, 817, 829))
        .containsEntry("servtd_hash", hex.formatHex(body, 829, 877))
        .containsEntry("servtd_attributes", hex.formatHex(body, 877, 885));
    quote[54 + 884] ^= 1;
    assertThat(codes(Quotes.verify(quote, CONTEXT))).contains("quote-signature");
  }
}
