package dev.vmr.verify.quote.tdx;

import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import java.util.Arrays;
import java.util.HexFormat;

/** A TD quote as it came (docs/quotes.md, section 5.1). */
final class UnverifiedTdxQuote {
  static final int HEADER_SIZE = 48;

  private static final int BODY_1_0 = 2;
  private static final int BODY_1_5 = 3;
  private static final int BODY_EXTENDED = 4;

  private final int version;
  private final byte[] vendor;
  private final byte[] signed;
  private final TdReport report;
  private final QuoteSignature signature;
  private final byte[] trailing;

  private UnverifiedTdxQuote(
      int version,
      byte[] vendor,
      byte[] signed,
      TdReport report,
      QuoteSignature signature,
      byte[] trailing) {
    this.version = version;
    this.vendor = vendor;
    this.signed = signed;
    this.report = report;
    this.signature = signature;
    this.trailing = trailing;
  }

  /**
   * Parses a quote of version 4 or 5 whose TEE type is TDX.
   *
   * @throws QuoteFormatException with offset and reason when it cannot be read to its end
   */
  static UnverifiedTdxQuote parse(byte[] quote) throws QuoteFormatException {
    QuoteReader in = QuoteReader.littleEndian("TD quote", quote);
    int version = in.u16();
    in.skip(10);
    byte[] vendor = in.take(16);
    in.skip(20);
    TdReport report = new TdReport(in.take(version == 4 ? TdReport.SIZE_1_0 : bodySize(in)));
    byte[] signed = Arrays.copyOf(quote, in.position());
    QuoteSignature signature = new QuoteSignature(in.sized32());
    return new UnverifiedTdxQuote(version, vendor, signed, report, signature, in.rest());
  }

  private static int bodySize(QuoteReader in) throws QuoteFormatException {
    int type = in.u16();
    long size = in.u32();
    if (type == BODY_1_0 && size == TdReport.SIZE_1_0) {
      return TdReport.SIZE_1_0;
    }
    if (type == BODY_1_5 && size == TdReport.SIZE_1_5) {
      return TdReport.SIZE_1_5;
    }
    if (type == BODY_EXTENDED && size == TdReport.SIZE_EXTENDED) {
      return TdReport.SIZE_EXTENDED;
    }
    throw new QuoteFormatException(
        "TD quote", HEADER_SIZE, "a body of type " + type + " and " + size + " bytes");
  }

  int claimedVersion() {
    return version;
  }

  String claimedVendor() {
    return HexFormat.of().formatHex(vendor);
  }

  TdReport claimedReport() {
    return report;
  }

  /** What the attestation key signs: everything from the header to the end of the body. */
  byte[] signedBytes() {
    return signed.clone();
  }

  QuoteSignature signature() {
    return signature;
  }

  int trailingSize() {
    return trailing.length;
  }

  boolean trailsOnlyZeros() {
    return Arrays.equals(trailing, new byte[trailing.length]);
  }
}
