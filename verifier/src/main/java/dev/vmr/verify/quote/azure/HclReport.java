package dev.vmr.verify.quote.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import dev.vmr.verify.trust.JsonWebKeys;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/** The report of the paravisor (docs/quotes.md, section 10.1), as it came. */
final class HclReport {
  private static final byte[] MAGIC = {'H', 'C', 'L', 'A'};
  private static final int HARDWARE_SIZE = 1184;
  private static final int RUNTIME_HEAD = 20;
  private static final int SNP = 2;
  private static final int TDX = 4;

  private final byte[] hardware;
  private final boolean tdx;
  private final HashAlgorithm hash;
  private final byte[] runtimeData;
  private final JsonNode runtime;
  private final byte[] trailing;

  static boolean recognises(byte[] quote) {
    return quote.length > MAGIC.length && Arrays.equals(quote, 0, 4, MAGIC, 0, 4);
  }

  /**
   * Parses one.
   *
   * @throws QuoteFormatException with offset and reason when it is none
   */
  HclReport(byte[] report) throws QuoteFormatException {
    QuoteReader in = QuoteReader.littleEndian("HCL report", report);
    if (!recognises(report)) {
      throw in.malformed("'HCLA' expected");
    }
    in.skip(MAGIC.length);
    long version = in.u32();
    if (version < 1 || version > 2) {
      throw in.malformed("a version other than 1 and 2");
    }
    in.skip(24); // report size, request type, status, reserved
    hardware = in.take(HARDWARE_SIZE);
    long size = in.u32();
    in.skip(4); // version of what follows
    long type = in.u32();
    if (type != SNP && type != TDX) {
      throw in.malformed("a report of type " + type);
    }
    tdx = type == TDX;
    hash = hash(in);
    runtimeData = in.sized32();
    if (size != runtimeData.length + RUNTIME_HEAD) {
      throw in.malformed("two sizes of the runtime data");
    }
    trailing = in.rest();
    runtime = json(runtimeData);
  }

  private static HashAlgorithm hash(QuoteReader in) throws QuoteFormatException {
    int type = (int) in.u32();
    return switch (type) {
      case 1 -> HashAlgorithm.SHA256;
      case 2 -> HashAlgorithm.SHA384;
      case 3 -> HashAlgorithm.SHA512;
      default -> throw in.malformed("a hash of type " + type);
    };
  }

  private static JsonNode json(byte[] text) throws QuoteFormatException {
    try {
      return StrictJson.parse(text);
    } catch (JsonFormatException e) {
      throw new QuoteFormatException("runtime data, " + e.getMessage());
    }
  }

  boolean isTdx() {
    return tdx;
  }

  /** The SEV-SNP report of 1,184 bytes; of a TD the TDREPORT, which only its own CPU can check. */
  byte[] hardwareReport() {
    return hardware.clone();
  }

  /** Whether report data hold the hash of the runtime data, and nothing else. */
  boolean isBoundBy(byte[] reportData) {
    byte[] digest = hash.hash(runtimeData).toByteArray();
    return Arrays.equals(Arrays.copyOf(digest, reportData.length), reportData);
  }

  /** The key of the virtual TPM. */
  Optional<PublicKey> claimedAttestationKey() {
    for (JsonNode key : runtime.path("keys")) {
      if (key.path("kid").asText().equals("HCLAkPub")) {
        return JsonWebKeys.of(key);
      }
    }
    return Optional.empty();
  }

  JsonNode claimedConfiguration() {
    return runtime.path("vm-configuration");
  }

  String claimedUserData() {
    return runtime.path("user-data").asText();
  }

  boolean trailsOnlyZeros() {
    return Arrays.equals(trailing, new byte[trailing.length]);
  }
}
