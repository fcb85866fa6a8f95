package dev.vmr.verify.quote.tpm;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import java.util.HexFormat;
import java.util.List;

/** A TPMS_ATTEST of the type quote (TPM 2.0 part 2, section 10.12.12), as it came. */
final class Attest {
  private static final long MAGIC = 0xFF544347L;
  private static final int QUOTE = 0x8018;

  private final byte[] bytes;
  private final byte[] qualifiedSigner;
  private final byte[] extraData;
  private final long clock;
  private final long resetCount;
  private final long restartCount;
  private final boolean safe;
  private final long firmwareVersion;
  private final List<PcrSelection> selection;
  private final byte[] pcrDigest;

  /**
   * Parses one, with the size of a TPM2B_ATTEST before it or without.
   *
   * @throws QuoteFormatException when it is none, or of another type
   */
  Attest(byte[] file) throws QuoteFormatException {
    QuoteReader outer = QuoteReader.bigEndian("TPM2B_ATTEST", file);
    bytes = startsWithMagic(file, 0) ? outer.rest() : outer.sized16();
    outer.end();
    QuoteReader in = QuoteReader.bigEndian("TPMS_ATTEST", bytes);
    if (in.u32() != MAGIC) {
      throw new QuoteFormatException("TPMS_ATTEST", 0, "no TPM has made it");
    }
    int type = in.u16();
    if (type != QUOTE) {
      throw new QuoteFormatException("TPMS_ATTEST", 4, "of type " + type + ", which is no quote");
    }
    qualifiedSigner = in.sized16();
    extraData = in.sized16();
    clock = in.u64();
    resetCount = in.u32();
    restartCount = in.u32();
    int flag = in.u8();
    if (flag > 1) {
      throw in.malformed("a truth value that is neither 0 nor 1");
    }
    safe = flag == 1;
    firmwareVersion = in.u64();
    selection = PcrSelection.read(in);
    pcrDigest = in.sized16();
    in.end();
  }

  /** Whether a TPMS_ATTEST begins there. */
  static boolean startsWithMagic(byte[] bytes, int at) {
    return bytes.length >= at + 4
        && bytes[at] == (byte) 0xFF
        && bytes[at + 1] == 'T'
        && bytes[at + 2] == 'C'
        && bytes[at + 3] == 'G';
  }

  byte[] signedBytes() {
    return bytes.clone();
  }

  byte[] claimedExtraData() {
    return extraData.clone();
  }

  List<PcrSelection> claimedSelection() {
    return selection;
  }

  byte[] claimedPcrDigest() {
    return pcrDigest.clone();
  }

  void claims(ImmutableMap.Builder<String, String> claims) {
    HexFormat hex = HexFormat.of();
    claims.put("qualified_signer", hex.formatHex(qualifiedSigner));
    claims.put("clock", Long.toUnsignedString(clock));
    claims.put("reset_count", String.valueOf(resetCount));
    claims.put("restart_count", String.valueOf(restartCount));
    claims.put("clock_safe", String.valueOf(safe));
    claims.put("firmware_version", hex.toHexDigits(firmwareVersion));
    claims.put("pcr_digest", hex.formatHex(pcrDigest));
  }
}
