package dev.vmr.verify.quote.tpm;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import java.util.ArrayList;
import java.util.List;

/** One PCR of one bank, in the order of a TPML_PCR_SELECTION (TPM 2.0 part 2, section 10.9.7). */
record PcrSelection(HashAlgorithm bank, int pcr) {
  private static final int MAX_BANKS = 16;
  private static final int MAX_SELECT = 4;

  /** Reads a TPML_PCR_SELECTION. */
  static List<PcrSelection> read(QuoteReader in) throws QuoteFormatException {
    long count = in.u32();
    if (count > MAX_BANKS) {
      throw in.malformed("more than " + MAX_BANKS + " banks");
    }
    List<PcrSelection> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = in.u16();
      int size = in.u8();
      if (size > MAX_SELECT) {
        throw in.malformed("more than 32 PCRs in a bank");
      }
      add(all, in, id, in.take(size));
    }
    return all;
  }

  static void add(List<PcrSelection> all, QuoteReader in, int bank, byte[] bitmap)
      throws QuoteFormatException {
    for (int pcr = 0; pcr < 8 * bitmap.length; pcr++) {
      if ((bitmap[pcr / 8] >>> (pcr % 8) & 1) == 1) {
        HashAlgorithm algorithm =
            HashAlgorithm.ofTcgId(bank)
                .orElseThrow(() -> in.malformed("a bank of an unknown algorithm"));
        all.add(new PcrSelection(algorithm, pcr));
      }
    }
  }

  /** {@code pcr10}. */
  String register() {
    return "pcr" + pcr;
  }
}
