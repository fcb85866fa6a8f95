package dev.vmr.verify.quote.tpm;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.Certificates;
import dev.vmr.verify.trust.PublicKeys;
import dev.vmr.verify.trust.QuoteContext;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The message Attestation of go-tpm-tools (docs/quotes.md, section 7.2): fields ak_pub 1, quotes 2
 * (quote 1, raw_sig 2, pcrs 3), event_log 3, canonical_event_log 5, ak_cert 6, intermediate_certs
 * 7.
 */
final class GoTpmTools {
  private static final int TAG_AK_PUB = 0x0A;
  private static final int MAX_QUOTES = 16;

  private GoTpmTools() {}

  /** Whether a message with a TPMT_PUBLIC of RSA or ECC as its first field begins there. */
  static boolean recognises(byte[] file) {
    return file.length > 8 && file[0] == TAG_AK_PUB && (isPublic(file, 2) || isPublic(file, 3));
  }

  private static boolean isPublic(byte[] file, int at) {
    return file[at] == 0 && (file[at + 1] == 0x01 || file[at + 1] == 0x23) && file[at + 2] == 0;
  }

  static List<TpmEvidence> parse(byte[] file, QuoteContext context) throws QuoteFormatException {
    List<PublicKey> keys = new ArrayList<>();
    List<X509Certificate> certificates = new ArrayList<>(context.endorsements().certificates());
    List<byte[]> quotes = new ArrayList<>();
    for (Protobuf.Field field : Protobuf.fields(file)) {
      switch (field.number()) {
        case 1 -> keys.addAll(PublicKeys.parse(field.bytes()));
        case 2 -> quotes.add(field.bytes());
        case 6, 7 -> certificates.addAll(Certificates.parse(field.bytes()));
        default -> {} // the log and the platform's own: not the quote's
      }
    }
    if (quotes.isEmpty() || quotes.size() > MAX_QUOTES) {
      throw new QuoteFormatException("Attestation: it has " + quotes.size() + " quotes");
    }
    List<TpmEvidence> all = new ArrayList<>();
    for (byte[] quote : quotes) {
      all.add(quote(quote, keys, certificates));
    }
    return all;
  }

  /** The logs of firmware and of what runs, as far as they are there. */
  static Map<String, byte[]> logs(byte[] file) throws QuoteFormatException {
    Map<String, byte[]> logs = new LinkedHashMap<>();
    for (Protobuf.Field field : Protobuf.fields(file)) {
      if (field.number() == 3 && field.bytes().length > 0) {
        logs.put("event_log", field.bytes());
      } else if (field.number() == 5 && field.bytes().length > 0) {
        logs.put("canonical_event_log", field.bytes());
      }
    }
    return logs;
  }

  private static TpmEvidence quote(
      byte[] message, List<PublicKey> keys, List<X509Certificate> certificates)
      throws QuoteFormatException {
    byte[] attest = new byte[0];
    byte[] signature = new byte[0];
    PcrBank pcrs = new PcrBank();
    for (Protobuf.Field field : Protobuf.fields(message)) {
      switch (field.number()) {
        case 1 -> attest = field.bytes();
        case 2 -> signature = field.bytes();
        case 3 -> pcrs(field.bytes(), pcrs);
        default -> {} // unknown to this version of the message
      }
    }
    return new TpmEvidence(
        new Attest(attest), TpmSignature.parse(signature), pcrs, keys, certificates);
  }

  /** The message PCRs: hash 1, which is a TPM_ALG_ID, and a map 2 of numbers and digests. */
  private static void pcrs(byte[] message, PcrBank pcrs) throws QuoteFormatException {
    List<Protobuf.Field> fields = Protobuf.fields(message);
    int id =
        fields.stream()
            .filter(each -> each.number() == 1)
            .mapToInt(each -> (int) each.value())
            .reduce(0, (first, last) -> last);
    HashAlgorithm bank =
        HashAlgorithm.ofTcgId(id)
            .orElseThrow(() -> new QuoteFormatException("PCRs: an unknown bank"));
    for (Protobuf.Field field : fields) {
      if (field.number() == 2) {
        int pcr = 0;
        byte[] value = new byte[0];
        for (Protobuf.Field part : Protobuf.fields(field.bytes())) {
          pcr = part.number() == 1 ? (int) part.value() : pcr;
          value = part.number() == 2 ? part.bytes() : value;
        }
        if (pcr < 0 || pcr > 31 || value.length != bank.size()) {
          throw new QuoteFormatException("PCRs: a PCR or a digest that is none");
        }
        pcrs.put(pcr, Digest.of(bank, value));
      }
    }
  }
}
