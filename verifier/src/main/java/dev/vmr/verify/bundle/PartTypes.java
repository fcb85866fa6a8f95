package dev.vmr.verify.bundle;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import dev.vmr.verify.quote.TextForms;
import dev.vmr.verify.trust.Certificates;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The types of parts (docs/evidence.md, section 3), and which one content has. */
final class PartTypes {
  static final String PCRS = "application/vnd.vmr.pcrs";
  static final String METADATA = "application/vnd.vmr.evidence-metadata+json";

  private static final String QUOTE = "application/vnd.vmr.quote.";
  private static final String LOG = "application/vnd.vmr.log.";
  private static final String COSE = "application/cose; cose-type=\"cose-sign1\"";
  private static final String CERTIFICATE = "application/pkix-cert";
  private static final String CERTIFICATES = "application/pem-certificate-chain";
  private static final String REVOCATIONS = "application/pkix-crl";
  private static final String ENDORSEMENT = "application/vnd.vmr.endorsement";
  private static final byte[] PEM = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);

  private PartTypes() {}

  /**
   * A log with what it was recognised as.
   *
   * @param bytes of the log, which are no hex or Base64 of one
   * @param log what was read
   */
  record RecognisedLog(Bytes bytes, MeasurementLog log) {
    String type() {
      return LOG + log.kind().text();
    }
  }

  /** The type of a platform's quotes. */
  static String quote(QuotedPlatform platform) {
    return switch (platform) {
      case NITRO, NITRO_TPM -> COSE;
      default -> QUOTE + platform.text();
    };
  }

  /** Whether parts of a role may have a type. */
  static boolean fits(PartRole role, String type) {
    return switch (role) {
      case QUOTE ->
          Arrays.stream(QuotedPlatform.values())
              .anyMatch(each -> each != QuotedPlatform.UNKNOWN && quote(each).equals(type));
      case ENDORSEMENT ->
          type.equals(CERTIFICATE)
              || type.equals(CERTIFICATES)
              || type.equals(REVOCATIONS)
              || type.equals(ENDORSEMENT);
      case LOG -> kind(type).isPresent();
      case MANIFEST -> isOwnLog(type);
      case IMA -> kind(type).filter(each -> each == LogKind.IMA).isPresent();
      case BIOS_LOG ->
          kind(type).filter(k -> k == LogKind.TCG2 || k == LogKind.TCG_SHA1).isPresent();
      case PCRS -> type.equals(PCRS);
      case METADATA -> type.equals(METADATA);
    };
  }

  static boolean isOwnLog(String type) {
    return kind(type).filter(each -> each == LogKind.VMR).isPresent();
  }

  private static Optional<LogKind> kind(String type) {
    return Arrays.stream(LogKind.values())
        .filter(each -> type.equals(LOG + each.text()))
        .findFirst();
  }

  /** The type of what came beside a quote. */
  static String endorsement(byte[] content) {
    if (Certificates.der(content).isPresent()) {
      return CERTIFICATE;
    }
    boolean pem =
        Arrays.equals(content, 0, Math.min(content.length, PEM.length), PEM, 0, PEM.length);
    if (pem && !Certificates.parse(content).isEmpty()) {
      return CERTIFICATES;
    }
    return !pem && Certificates.crl(content).isPresent() ? REVOCATIONS : ENDORSEMENT;
  }

  /**
   * What a log is, when it came as itself, as hex or as Base64.
   *
   * @throws EvidenceException when it is of no known kind
   */
  static RecognisedLog log(byte[] content) throws EvidenceException {
    byte[] decoded = TextForms.decode(content);
    if (!Arrays.equals(decoded, content)) {
      try {
        return new RecognisedLog(Bytes.of(decoded), MeasurementLogs.read(decoded));
      } catch (UnknownLogException e) {
        return plain(content); // only looked like an encoding
      }
    }
    return plain(content);
  }

  private static RecognisedLog plain(byte[] content) throws EvidenceException {
    try {
      return new RecognisedLog(Bytes.of(content), MeasurementLogs.read(content));
    } catch (UnknownLogException e) {
      throw new EvidenceException(String.valueOf(e.getMessage()));
    }
  }
}
