package dev.vmr.verify.quote.cca;

import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import dev.vmr.verify.cose.CoseSign1;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import java.util.List;

/** The two signed tokens that a CCA token is made of, as they came. */
record UnverifiedCcaToken(CoseSign1 platform, CoseSign1 realm) {
  static final int TAG_COLLECTION = 399;
  static final int TAG_CMW = 907;

  private static final int PLATFORM = 44234;
  private static final int REALM = 44241;

  /**
   * Parses a token: a map of the two, of the tag 399 (byte strings) or 907 (CMW records), or
   * without a tag.
   *
   * @throws QuoteFormatException with place and reason when it is none
   */
  static UnverifiedCcaToken parse(byte[] bytes) throws QuoteFormatException {
    CborMap map;
    byte[] platform;
    byte[] realm;
    try {
      CborItem item = CborReader.parse(bytes, CborReader.Mode.WELL_FORMED);
      map = (item.tag().isPresent() ? item.tagged() : item).asMap();
      platform = member(map.require(PLATFORM));
      realm = member(map.require(REALM));
    } catch (CborFormatException e) {
      throw new QuoteFormatException("CCA token, " + e.getMessage());
    }
    return new UnverifiedCcaToken(signed("platform token", platform), signed("realm token", realm));
  }

  /** The bytes, or those of a CMW record {@code [type, bytes]}. */
  private static byte[] member(CborItem item) throws CborFormatException {
    if (item.is(CborItem.Kind.ARRAY)) {
      List<CborItem> members = item.asArray();
      if (members.size() < 2 || members.size() > 3) {
        throw new CborFormatException(item.offset(), "a CMW record has two or three elements");
      }
      return members.get(1).asBytes();
    }
    return item.asBytes();
  }

  private static CoseSign1 signed(String what, byte[] bytes) throws QuoteFormatException {
    try {
      return CoseSign1.parse(bytes);
    } catch (CborFormatException e) {
      throw new QuoteFormatException(what + ", " + e.getMessage());
    }
  }
}
