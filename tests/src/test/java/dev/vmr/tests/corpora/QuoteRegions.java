package dev.vmr.tests.corpora;

import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which byte of a quote is under which signature, and what must be found when it is changed. */
final class QuoteRegions {
  /**
   * Bytes that belong together.
   *
   * @param codes of which one must be found when a byte is changed; empty: nobody has signed them
   */
  record Region(int from, int to, String layer, Set<String> codes) {}

  private static final String MALFORMED = "quote-malformed";

  private final List<Region> regions = new ArrayList<>();

  private QuoteRegions() {}

  /** The regions of a quote; bytes outside of all are of nobody. */
  static List<Region> of(QuotedPlatform platform, byte[] quote) throws CborFormatException {
    QuoteRegions all = new QuoteRegions();
    switch (platform) {
      case TDX -> all.tdx(quote);
      case SEV_SNP -> all.snp(quote);
      case NITRO, NITRO_TPM -> all.signed(quote, 0, "document", "quote-signature");
      case CCA -> all.cca(quote);
      case TPM, AZURE_SEV_SNP, AZURE_TDX -> all.tpm(quote);
      default -> throw new IllegalArgumentException("no regions for " + platform);
    }
    return all.regions;
  }

  private int add(int from, int size, String layer, String... codes) {
    regions.add(new Region(from, from + size, layer, Set.of(codes)));
    return from + size;
  }

  private void tdx(byte[] quote) {
    if (quote[0] != 4 && quote[0] != 5) {
      return; // hex or JSON: the binary ones have the same
    }
    ByteBuffer in = ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN);
    int at = add(0, 2, "version", "quote-version", "quote-not-td", "quote-signature", MALFORMED);
    at = add(at, 6, "header", "quote-version", "quote-not-td", "quote-unknown");
    at = add(at, 40, "header", "quote-signature");
    if (in.getShort(0) == 5) {
      at = add(at, 6, "body size", MALFORMED);
    }
    at = add(at, in.getShort(0) == 5 ? in.getInt(50) : 584, "TD report", "quote-signature");
    at = add(at, 4, "signature size", MALFORMED);
    at = add(at, 64, "signature", "quote-signature");
    at = add(at, 64, "attestation key", "qe-binding");
    at = add(at, 6, "certification data", MALFORMED);
    at = add(at, 384, "QE report", "qe-signature");
    at = add(at, 64, "QE signature", "qe-signature");
    int auth = in.getShort(at);
    at = add(at, 2, "QE authentication size", MALFORMED);
    at = add(at, auth, "QE authentication data", "qe-binding");
    at = add(at, 6, "certification data", MALFORMED, "certificate-missing");
    int chain = in.getInt(at - 4);
    add(at, chain, "certificates");
  }

  private void snp(byte[] quote) {
    if (quote.length < 0x4A0 || quote[1] != 0) {
      return; // hex, or CBOR
    }
    add(0, 4, "version", "quote-version", "quote-unknown", "quote-signature");
    add(4, 0x30, "report", "quote-signature");
    add(0x34, 4, "signature algorithm", "quote-unknown");
    add(0x38, 0x2A0 - 0x38, "report", "quote-signature");
    add(0x2A0, 48, "signature", "quote-signature");
    add(0x2D0, 24, "signature padding", MALFORMED);
    add(0x2E8, 48, "signature", "quote-signature");
    add(0x318, 0x4A0 - 0x318, "signature padding", MALFORMED);
  }

  /** A COSE_Sign1 that begins at an offset. */
  private void signed(byte[] quote, int at, String layer, String code) throws CborFormatException {
    CborItem item = item(quote, at);
    List<CborItem> parts = (item.tag().isPresent() ? item.tagged() : item).asArray(4);
    CborItem header = parts.get(0);
    CborItem payload = parts.get(2);
    CborItem signature = parts.get(3);
    add(
        header.offset() + 1,
        header.end() - header.offset() - 1,
        layer + " header",
        code,
        MALFORMED,
        "quote-version");
    add(
        payload.offset() + 3,
        payload.end() - payload.offset() - 3,
        layer,
        code,
        MALFORMED,
        "certificate-missing");
    add(signature.offset() + 2, signature.end() - signature.offset() - 2, layer, code);
  }

  /** The item at an offset, with offsets of the whole. */
  private static CborItem item(byte[] quote, int at) throws CborFormatException {
    byte[] padded = quote.clone();
    java.util.Arrays.fill(padded, 0, at, (byte) 0);
    CborReader reader =
        new CborReader(
            padded, CborReader.Mode.WELL_FORMED, new dev.vmr.verify.cbor.CborLimits(16, 1 << 16));
    while (reader.position() < at) {
      reader.readItem(); // a zero is an item
    }
    return reader.readItem();
  }

  private void cca(byte[] quote) throws CborFormatException {
    CborItem map = item(quote, 0).tagged();
    CborItem platform = map.asMap().require(44234);
    CborItem realm = map.asMap().require(44241);
    signed(quote, platform.offset() + 3, "platform token", "platform-signature");
    signed(quote, realm.offset() + 3, "realm token", "quote-signature");
  }

  /** Strings of JSON by their names; a bare TPMS_ATTEST as a whole. */
  private void tpm(byte[] quote) {
    if (quote[0] == (byte) 0xFF) {
      add(0, quote.length, "attest", "quote-signature", MALFORMED, "quote-unknown");
      return;
    }
    String text = new String(quote, StandardCharsets.ISO_8859_1);
    strings(text, "message", "attest");
    strings(text, "signature", "signature");
  }

  private void strings(String text, String name, String layer) {
    int at = text.indexOf("\"" + name + "\"");
    int from = at < 0 ? -1 : text.indexOf('"', at + name.length() + 2);
    if (from >= 0 && text.substring(at + name.length() + 2, from).trim().equals(":")) {
      add(
          from + 1,
          text.indexOf('"', from + 1) - from - 3, // the last digits of Base64 have spare bits
          layer,
          "vtpm-signature",
          "quote-signature",
          "key-untrusted",
          "quote-unknown",
          MALFORMED);
    }
  }
}
