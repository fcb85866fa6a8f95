package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** Signature databases: EFI_SIGNATURE_LIST (UEFI 2.10, section 32.4.1). */
final class SignatureLists {
  private static final int OWNER = 16;
  private static final int HEAD = OWNER + 4 + 4 + 4;
  private static final int MAX_SIGNATURES = 65_536;
  private static final int MAX_CERTIFICATE = 1 << 16;

  private SignatureLists() {}

  static List<Object> read(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    ImmutableList.Builder<Object> signatures = ImmutableList.builder();
    int count = 0;
    while (in.remaining() > 0) {
      String type = in.guid("a signature list");
      long listSize = in.u32("a signature list");
      long headerSize = in.u32("a signature list");
      long size = in.u32("a signature list");
      if (listSize < HEAD || size < OWNER || headerSize > listSize - HEAD) {
        throw new InvalidDataException("a signature list of impossible size");
      }
      long rest = listSize - HEAD - headerSize;
      if (rest % size != 0) {
        throw new InvalidDataException("signatures do not fill their list");
      }
      in.bytes(headerSize, "a signature list");
      for (long i = 0; i < rest / size; i++) {
        if (++count > MAX_SIGNATURES) {
          throw new InvalidDataException("more than " + MAX_SIGNATURES + " signatures");
        }
        signatures.add(signature(type, in.part(size, "a signature")));
      }
    }
    return signatures.build();
  }

  private static Map<String, Object> signature(String type, DataReader in)
      throws InvalidDataException {
    String owner = in.guid("a signature");
    byte[] data = in.rest();
    ImmutableMap.Builder<String, Object> fields =
        ImmutableMap.<String, Object>builder().put("type", Guid.name(type)).put("owner", owner);
    if (type.equals(Guid.CERT_X509)) {
      certificate(fields, data);
    } else {
      fields.put("data", Texts.hex(data));
    }
    return fields.buildOrThrow();
  }

  /**
   * EFI_SIGNATURE_DATA of a certificate or a hash; some firmware measures the certificate alone.
   */
  static Map<String, Object> entry(byte[] data) throws InvalidDataException {
    ImmutableMap.Builder<String, Object> fields = ImmutableMap.builder();
    boolean bare = data.length > 4 && data[0] == 0x30 && (data[1] & 0x80) != 0;
    if (bare || data.length < OWNER) {
      certificate(fields, data);
      return fields.buildOrThrow();
    }
    DataReader in = new DataReader(data);
    fields.put("owner", in.guid("a signature"));
    certificate(fields, in.rest());
    return fields.buildOrThrow();
  }

  private static void certificate(ImmutableMap.Builder<String, Object> fields, byte[] data) {
    fields.put("sha256", HashAlgorithm.SHA256.hash(data).hex());
    fields.put("size", (long) data.length);
    if (data.length > MAX_CERTIFICATE || data.length == 0 || data[0] != 0x30) {
      return;
    }
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(data));
      fields.put("subject", certificate.getSubjectX500Principal().getName());
      fields.put("issuer", certificate.getIssuerX500Principal().getName());
    } catch (CertificateException | RuntimeException e) {
      fields.put("subject", "unreadable");
    }
  }
}
