package dev.vmr.verify.quote;

import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import java.util.Optional;

/**
 * What the kernel's configfs-tsm hands out, put into a CBOR map (docs/quotes.md, section 1.1): the
 * members {@code provider}, {@code outblob} and perhaps {@code auxblob}.
 */
final class TsmReport {
  private static final int MAP = 5;

  private final byte[] outblob;
  private final Optional<byte[]> auxblob;

  private TsmReport(byte[] outblob, Optional<byte[]> auxblob) {
    this.outblob = outblob;
    this.auxblob = auxblob;
  }

  /** The report that these bytes are; empty when they are none. */
  static Optional<TsmReport> parse(byte[] bytes) {
    if (bytes.length == 0 || (bytes[0] & 0xFF) >>> 5 != MAP) {
      return Optional.empty();
    }
    try {
      CborMap map = CborReader.parse(bytes, CborReader.Mode.WELL_FORMED).asMap();
      if (map.get("provider").isEmpty() || map.get("outblob").isEmpty()) {
        return Optional.empty();
      }
      Optional<CborItem> aux = map.get("auxblob").filter(each -> !each.isNull());
      return Optional.of(
          new TsmReport(
              map.require("outblob").asBytes(),
              aux.isPresent() ? Optional.of(aux.get().asBytes()) : Optional.empty()));
    } catch (CborFormatException e) {
      return Optional.empty();
    }
  }

  byte[] outblob() {
    return outblob.clone();
  }

  Optional<byte[]> auxblob() {
    return auxblob.map(byte[]::clone);
  }
}
