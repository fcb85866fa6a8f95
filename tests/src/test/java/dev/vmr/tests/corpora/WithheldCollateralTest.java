package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/**
 * Collateral comes from whoever hands in the evidence. What he leaves out must not help him: a
 * policy that wants a status or revocation lists is not met by their absence.
 */
class WithheldCollateralTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant THEN = Instant.parse("2025-06-20T00:00:00Z");
  private static final String POLICY =
      "vmr policy 1\nunlogged all\ntcb UpToDate\nrevocation required\n";

  /** Where in the quote the signature data's size is, and where its certification data begin. */
  private static final int SIGNATURE_SIZE = 632;

  private static final int CERTIFICATION = SIGNATURE_SIZE + 4 + 64 + 64;
  private static final int QE_REPORT = 384;

  private static Path folder() {
    return Corpora.folder("tdx-quote").resolve("dcapqvl-collateral");
  }

  private static ObjectNode collateral() throws Exception {
    return (ObjectNode) JSON.readTree(folder().resolve("tdx_quote_collateral.json").toFile());
  }

  private static List<String> errors(String... withheld) throws Exception {
    ObjectNode collateral = collateral();
    for (String each : withheld) {
      assertThat(collateral.remove(each)).as(each).isNotNull();
    }
    return errors(collateral, new byte[0]);
  }

  private static List<String> errors(ObjectNode collateral, byte[] certificate) throws Exception {
    return errors(Files.readAllBytes(folder().resolve("tdx_quote")), collateral, certificate);
  }

  private static List<String> errors(byte[] quote, ObjectNode collateral, byte[] certificate)
      throws Exception {
    List<byte[]> files = new ArrayList<>(List.of(JSON.writeValueAsBytes(collateral)));
    if (certificate.length > 0) {
      files.add(certificate);
    }
    QuoteContext context = QuoteContext.pinned(THEN).with(Endorsements.of(files));
    QuotedRegisters quoted = Quotes.verify(quote, context);
    return new Appraisal(quoted, Policy.parse(POLICY))
        .run().findings().stream()
            .filter(each -> each.severity() == Finding.Severity.ERROR)
            .map(Finding::code)
            .toList();
  }

  @Test
  void everythingIsThere() throws Exception {
    assertThat(errors()).isEmpty();
  }

  @Test
  void withoutTheQuotingEnclavesIdentityThereIsNoStatus() throws Exception {
    assertThat(errors("qe_identity", "qe_identity_signature")).containsExactly("policy-tcb");
    assertThat(errors("tcb_info", "tcb_info_signature")).containsExactly("policy-tcb");
  }

  @Test
  void aListThatIsLeftOutIsMissed() throws Exception {
    assertThat(errors("root_ca_crl")).containsExactly("policy-revocation");
    assertThat(errors("pck_crl")).containsExactly("policy-revocation");
    assertThat(errors("pck_crl", "root_ca_crl")).containsExactly("policy-revocation");
  }

  /** A list by somebody who only has the issuer's name, and a certificate that he made himself. */
  @Test
  void aForgedListIsNoList() throws Exception {
    ObjectNode collateral = collateral();
    byte[] real = HexFormat.of().parseHex(collateral.path("pck_crl").asText());
    X500Name name =
        X500Name.getInstance(
            ((X509CRL)
                    CertificateFactory.getInstance("X.509")
                        .generateCRL(new ByteArrayInputStream(real)))
                .getIssuerX500Principal()
                .getEncoded());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    Date from = Date.from(THEN.minusSeconds(3600));
    Date to = Date.from(THEN.plusSeconds(3600));
    byte[] certificate =
        new JcaX509v3CertificateBuilder(name, BigInteger.ONE, from, to, name, pair.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .build(signer)
            .getEncoded();
    byte[] list = new X509v2CRLBuilder(name, from).setNextUpdate(to).build(signer).getEncoded();
    collateral.put("pck_crl", HexFormat.of().formatHex(list));
    assertThat(errors(collateral, certificate)).contains("collateral-signature");
  }

  /** A quote whose certification data only say which PCK it is: its chain comes with the rest. */
  @Test
  void thePcksChainMayLieInTheCollateral() throws Exception {
    byte[] quote = Files.readAllBytes(folder().resolve("tdx_quote"));
    ByteBuffer in = ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN);
    int authentication = CERTIFICATION + 6 + QE_REPORT + 64;
    int at = authentication + 2 + in.getShort(authentication);
    assertThat(in.getShort(at)).isEqualTo((short) 5);
    String chain = new String(quote, at + 6, in.getInt(at + 2), StandardCharsets.US_ASCII);
    byte[] without = Arrays.copyOf(quote, at + 6);
    ByteBuffer.wrap(without)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SIGNATURE_SIZE, without.length - SIGNATURE_SIZE - 4)
        .putInt(CERTIFICATION + 2, without.length - CERTIFICATION - 6)
        .putShort(at, (short) 3)
        .putInt(at + 2, 0);
    assertThat(errors(without, collateral(), new byte[0])).contains("certificate-missing");
    ObjectNode more = collateral().put("pck_certificate_chain", chain);
    assertThat(errors(without, more, new byte[0])).isEmpty();
  }
}
