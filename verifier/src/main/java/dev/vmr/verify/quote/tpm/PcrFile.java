package dev.vmr.verify.quote.tpm;

import dev.vmr.register.Digest;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.PcrValues;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PCR values as tpm2-tools writes them beside a quote (docs/quotes.md, section 7.1). */
final class PcrFile {
  private static final int SELECTION_SIZE = 132;
  private static final int BANKS = 16;
  private static final int LIST_SIZE = 532;
  private static final int DIGESTS = 8;
  private static final int DIGEST_ROOM = 64;
  private static final int MAX_LISTS = 64;
  private static final int MAX_TEXT = 1 << 20;

  private PcrFile() {}

  /**
   * Reads values in any of the three forms.
   *
   * @param selection of the quote: without it raw values have no names
   * @return whether the file is of one of the forms
   */
  static boolean read(byte[] file, List<PcrSelection> selection, PcrBank pcrs) {
    return serialized(file, pcrs) || values(file, selection, pcrs) || text(file, pcrs);
  }

  /** Structures of the TSS in memory, numbers little-endian: a selection, then lists of digests. */
  private static boolean serialized(byte[] file, PcrBank pcrs) {
    if (file.length < SELECTION_SIZE + 4 || (file.length - SELECTION_SIZE - 4) % LIST_SIZE != 0) {
      return false;
    }
    try {
      QuoteReader in = QuoteReader.littleEndian("PCR file", file);
      List<PcrSelection> selection = selection(in);
      long lists = in.u32();
      if (lists > MAX_LISTS || lists * LIST_SIZE != in.remaining()) {
        return false;
      }
      List<byte[]> digests = new ArrayList<>();
      for (int i = 0; i < lists; i++) {
        digests(in, digests);
      }
      return put(selection, digests, pcrs);
    } catch (QuoteFormatException e) {
      return false;
    }
  }

  private static List<PcrSelection> selection(QuoteReader in) throws QuoteFormatException {
    List<PcrSelection> selection = new ArrayList<>();
    long count = in.u32();
    for (int i = 0; i < BANKS; i++) {
      int bank = in.u16();
      int size = in.u8();
      byte[] bitmap = in.take(4);
      in.skip(1); // padding
      if (i < count) {
        if (size > bitmap.length) {
          throw in.malformed("more than 32 PCRs in a bank");
        }
        PcrSelection.add(selection, in, bank, java.util.Arrays.copyOf(bitmap, size));
      }
    }
    return selection;
  }

  private static void digests(QuoteReader in, List<byte[]> out) throws QuoteFormatException {
    long count = in.u32();
    for (int i = 0; i < DIGESTS; i++) {
      int size = in.u16();
      byte[] room = in.take(DIGEST_ROOM);
      if (i < count) {
        if (size > DIGEST_ROOM) {
          throw in.malformed("a digest of more than 64 bytes");
        }
        out.add(java.util.Arrays.copyOf(room, size));
      }
    }
  }

  private static boolean put(List<PcrSelection> selection, List<byte[]> digests, PcrBank pcrs) {
    if (selection.size() != digests.size()) {
      return false;
    }
    for (int i = 0; i < digests.size(); i++) {
      PcrSelection each = selection.get(i);
      if (digests.get(i).length != each.bank().size()) {
        return false;
      }
      pcrs.put(each.pcr(), Digest.of(each.bank(), digests.get(i)));
    }
    return true;
  }

  /** The digests and nothing else, in the order of the quote's selection. */
  private static boolean values(byte[] file, List<PcrSelection> selection, PcrBank pcrs) {
    int size = selection.stream().mapToInt(each -> each.bank().size()).sum();
    if (size == 0 || size != file.length) {
      return false;
    }
    int at = 0;
    for (PcrSelection each : selection) {
      pcrs.put(each.pcr(), Digest.of(each.bank(), file, at));
      at += each.bank().size();
    }
    return true;
  }

  /** What {@code tpm2_pcrread} prints. */
  private static boolean text(byte[] file, PcrBank pcrs) {
    if (file.length > MAX_TEXT) {
      return false;
    }
    try {
      List<PcrValues.Value> values = PcrValues.parse(new String(file, StandardCharsets.ISO_8859_1));
      values.forEach(each -> pcrs.put(each.pcr(), each.claimed()));
      return !values.isEmpty();
    } catch (EvidenceException e) {
      return false;
    }
  }
}
