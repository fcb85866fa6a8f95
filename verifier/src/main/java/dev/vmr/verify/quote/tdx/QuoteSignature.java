package dev.vmr.verify.quote.tdx;

import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;

/** The signature data of a quote (docs/quotes.md, section 5.2), not checked yet. */
final class QuoteSignature {
  private static final int QE_REPORT_DATA = 6;

  private final byte[] signature;
  private final byte[] attestationKey;
  private final QeReport qeReport;
  private final byte[] qeSignature;
  private final byte[] authData;
  private final int certificationType;
  private final byte[] certificationData;

  QuoteSignature(byte[] data) throws QuoteFormatException {
    QuoteReader in = QuoteReader.littleEndian("signature data", data);
    signature = in.take(64);
    attestationKey = in.take(64);
    int type = in.u16();
    if (type != QE_REPORT_DATA) {
      throw new QuoteFormatException(
          "signature data", 128, "certification data of type 6 expected, not " + type);
    }
    byte[] certification = in.sized32();
    in.end();
    QuoteReader qe = QuoteReader.littleEndian("QE certification data", certification);
    qeReport = new QeReport(qe.take(QeReport.SIZE));
    qeSignature = qe.take(64);
    authData = qe.sized16();
    certificationType = qe.u16();
    certificationData = qe.sized32();
    qe.end();
  }

  byte[] signature() {
    return signature.clone();
  }

  byte[] claimedAttestationKey() {
    return attestationKey.clone();
  }

  QeReport claimedQeReport() {
    return qeReport;
  }

  byte[] qeSignature() {
    return qeSignature.clone();
  }

  byte[] claimedAuthData() {
    return authData.clone();
  }

  int claimedCertificationType() {
    return certificationType;
  }

  byte[] claimedCertificationData() {
    return certificationData.clone();
  }
}
