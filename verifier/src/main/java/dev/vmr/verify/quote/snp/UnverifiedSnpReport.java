package dev.vmr.verify.quote.snp;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import java.util.Arrays;
import java.util.HexFormat;

/** An attestation report as it came (docs/quotes.md, section 6.1). */
final class UnverifiedSnpReport {
  static final int SIZE = 0x4A0;
  static final int SIGNED_SIZE = 0x2A0;

  private static final HexFormat HEX = HexFormat.of();
  private static final int HALF = 72;
  private static final int P384 = 48;
  private static final int DEBUG = 19;
  private static final int CPUID_SINCE = 3;

  private final byte[] bytes;

  /**
   * Takes the 1,184 bytes of a report of version 2 or later.
   *
   * @throws QuoteFormatException when bytes are set that belong to nothing
   */
  UnverifiedSnpReport(byte[] report) throws QuoteFormatException {
    bytes = report.clone();
    QuoteReader tail = QuoteReader.littleEndian("SNP report", take(SIGNED_SIZE, SIZE));
    for (int half = 0; half < 2; half++) {
      tail.skip(P384);
      requireZeros(tail.take(HALF - P384), SIGNED_SIZE + half * HALF + P384);
    }
    requireZeros(tail.rest(), SIGNED_SIZE + 2 * HALF);
  }

  private static void requireZeros(byte[] reserved, int offset) throws QuoteFormatException {
    if (!Arrays.equals(reserved, new byte[reserved.length])) {
      throw new QuoteFormatException("SNP report", offset, "bytes around the signature are zeros");
    }
  }

  private byte[] take(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private long u32(int at) {
    return (bytes[at] & 0xFFL)
        | (bytes[at + 1] & 0xFFL) << 8
        | (bytes[at + 2] & 0xFFL) << 16
        | (bytes[at + 3] & 0xFFL) << 24;
  }

  private long u64(int at) {
    return u32(at) | u32(at + 4) << 32;
  }

  byte[] signedBytes() {
    return take(0, SIGNED_SIZE);
  }

  /** {@code r ‖ s}, big-endian, 48 bytes each: the report has them little-endian in 72. */
  byte[] signature() {
    byte[] signature = new byte[2 * P384];
    for (int i = 0; i < P384; i++) {
      signature[i] = bytes[SIGNED_SIZE + P384 - 1 - i];
      signature[P384 + i] = bytes[SIGNED_SIZE + HALF + P384 - 1 - i];
    }
    return signature;
  }

  long claimedVersion() {
    return u32(0);
  }

  boolean claimsDebug() {
    return (u64(0x08) >>> DEBUG & 1) == 1;
  }

  /** Which key has signed: 0 VCEK, 1 VLEK, 7 none. */
  int claimedSigningKey() {
    return (int) (u32(0x48) >>> 2 & 7);
  }

  byte[] claimedReportData() {
    return take(0x50, 0x90);
  }

  byte[] claimedReportedTcb() {
    return take(0x180, 0x188);
  }

  byte[] claimedChipId() {
    return take(0x1A0, 0x1E0);
  }

  /** Family, model and stepping of the processor; zeros before version 3. */
  byte[] claimedCpuid() {
    return claimedVersion() >= CPUID_SINCE ? take(0x188, 0x18B) : new byte[3];
  }

  ImmutableListMultimap<String, QuotedValue> claimedRegisters() {
    ImmutableListMultimap.Builder<String, QuotedValue> all = ImmutableListMultimap.builder();
    all.put("measurement", sha384(0x90));
    all.put("host_data", QuotedValue.raw(take(0xC0, 0xE0)));
    all.put("id_key_digest", sha384(0xE0));
    all.put("author_key_digest", sha384(0x110));
    all.put("report_data", QuotedValue.raw(claimedReportData()));
    return all.build();
  }

  private QuotedValue sha384(int at) {
    return QuotedValue.of(Digest.of(HashAlgorithm.SHA384, bytes, at));
  }

  void claims(ImmutableMap.Builder<String, String> claims) {
    claims.put("report_version", String.valueOf(claimedVersion()));
    claims.put("guest_svn", String.valueOf(u32(0x04)));
    claims.put("policy", "0x" + Long.toHexString(u64(0x08)));
    claims.put("debug", String.valueOf(claimsDebug()));
    claims.put("family_id", hex(0x10, 16));
    claims.put("image_id", hex(0x20, 16));
    claims.put("vmpl", String.valueOf(u32(0x30)));
    claims.put("platform_info", "0x" + Long.toHexString(u64(0x40)));
    claims.put("key_info", "0x" + Long.toHexString(u32(0x48)));
    claims.put("report_id", hex(0x140, 32));
    claims.put("report_id_ma", hex(0x160, 32));
    claims.put("current_tcb", hex(0x38, 8));
    claims.put("reported_tcb", hex(0x180, 8));
    claims.put("committed_tcb", hex(0x1E0, 8));
    claims.put("launch_tcb", hex(0x1F0, 8));
    claims.put("chip_id", hex(0x1A0, 64));
    if (claimedVersion() >= CPUID_SINCE) {
      claims.put("cpuid", HEX.formatHex(claimedCpuid()));
    }
  }

  private String hex(int at, int size) {
    return HEX.formatHex(bytes, at, at + size);
  }
}
