package dev.vmr.verify.quote.tdx;

import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;

/** The SGX report of the quoting enclave, 384 bytes (Intel SDM volume 3D, table 38-21). */
final class QeReport {
  static final int SIZE = 384;

  private static final int FLAG_DEBUG = 2;

  private final byte[] bytes;
  private final byte[] miscSelect;
  private final byte[] attributes;
  private final byte[] mrSigner;
  private final int isvProdId;
  private final int isvSvn;
  private final byte[] reportData;

  QeReport(byte[] report) throws QuoteFormatException {
    bytes = report.clone();
    QuoteReader in = QuoteReader.littleEndian("QE report", report);
    in.skip(16); // CPUSVN
    miscSelect = in.take(4);
    in.skip(28);
    attributes = in.take(16);
    in.skip(64); // MRENCLAVE, reserved
    mrSigner = in.take(32);
    in.skip(96);
    isvProdId = in.u16();
    isvSvn = in.u16();
    in.skip(60);
    reportData = in.take(64);
    in.end();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  byte[] claimedMiscSelect() {
    return miscSelect.clone();
  }

  byte[] claimedAttributes() {
    return attributes.clone();
  }

  byte[] claimedMrSigner() {
    return mrSigner.clone();
  }

  int claimedIsvProdId() {
    return isvProdId;
  }

  int claimedIsvSvn() {
    return isvSvn;
  }

  byte[] claimedReportData() {
    return reportData.clone();
  }

  boolean claimsDebug() {
    return (attributes[0] & FLAG_DEBUG) != 0;
  }
}
