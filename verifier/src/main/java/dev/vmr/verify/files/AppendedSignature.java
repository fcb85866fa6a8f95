package dev.vmr.verify.files;

import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Signatures that were appended to a file, in entries {@code ima-modsig}: a SignedData of PKCS #7
 * (RFC 5652, section 5) without content, of the digest in {@code d-modsig}.
 */
final class AppendedSignature {
  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  private static final String PSS = "1.2.840.113549.1.1.10";
  private static final int MAX_SIGNERS = 16;

  private final KeyRing keys;
  private final FileDigest claimed;

  private AppendedSignature(KeyRing keys, FileDigest claimed) {
    this.keys = keys;
    this.claimed = claimed;
  }

  /** What the appended signature of an entry is worth; none when there is none. */
  static Signing check(ImaEntry entry, KeyRing keys) {
    byte[] message = entry.field("modsig").orElse(new byte[0]);
    if (message.length == 0) {
      return Signing.none();
    }
    Optional<FileDigest> claimed = entry.digest("d-modsig");
    if (claimed.isEmpty()) {
      return Signing.unsupported("there is no digest of the file without it");
    }
    try {
      return new AppendedSignature(keys, claimed.get()).check(message);
    } catch (IOException | RuntimeException e) {
      return Signing.unsupported("it is no PKCS #7 message"); // what Bouncy Castle throws
    }
  }

  private Signing check(byte[] message) throws IOException {
    Optional<ASN1Primitive> decoded = DerValue.decode(message);
    if (decoded.isEmpty()) {
      return Signing.unsupported("it is no PKCS #7 message in DER");
    }
    ASN1Sequence info = ASN1Sequence.getInstance(decoded.get());
    if (!ASN1ObjectIdentifier.getInstance(info.getObjectAt(0)).getId().equals(SIGNED_DATA)) {
      return Signing.unsupported("it is no PKCS #7 message with signatures");
    }
    ASN1Sequence data =
        ASN1Sequence.getInstance(ASN1TaggedObject.getInstance(info.getObjectAt(1)), true);
    ASN1Set signers = ASN1Set.getInstance(data.getObjectAt(data.size() - 1));
    Signing found = Signing.none();
    for (int i = 0; i < Math.min(signers.size(), MAX_SIGNERS); i++) {
      Signing each = signer(ASN1Sequence.getInstance(signers.getObjectAt(i)));
      if (each.valid()) {
        return each;
      }
      found = each;
    }
    return found;
  }

  private Signing signer(ASN1Sequence signer) throws IOException {
    ASN1Encodable named = signer.getObjectAt(1);
    String id =
        named.toASN1Primitive() instanceof ASN1TaggedObject tagged
            ? SigningKey.id(hex(ASN1OctetString.getInstance(tagged, false)))
            : SigningKey.id(ASN1Sequence.getInstance(named));
    AlgorithmIdentifier hash = AlgorithmIdentifier.getInstance(signer.getObjectAt(2));
    if (!Pkcs1.isIdentifierOf(hash.getAlgorithm().getId(), claimed.algorithm())) {
      return Signing.unsupported("it is of a digest by another algorithm than the list has");
    }
    int next = 3;
    byte[] signed = claimed.toByteArray();
    if (signer.getObjectAt(next).toASN1Primitive() instanceof ASN1TaggedObject attributes) {
      next++;
      Optional<byte[]> digest = attributes(ASN1Set.getInstance(attributes, false));
      if (digest.isEmpty()) {
        return Signing.invalid("its signed attributes are of another digest");
      }
      signed = digest.get();
    }
    String scheme =
        AlgorithmIdentifier.getInstance(signer.getObjectAt(next)).getAlgorithm().getId();
    if (scheme.equals(PSS)) {
      return Signing.unsupported("RSASSA-PSS");
    }
    byte[] value = ASN1OctetString.getInstance(signer.getObjectAt(next + 1)).getOctets();
    return keys.check(id, claimed.algorithm(), signed, value);
  }

  private static String hex(ASN1OctetString octets) {
    return HexFormat.of().formatHex(octets.getOctets());
  }

  /** The digest of signed attributes, if they are of the file's digest. */
  private Optional<byte[]> attributes(ASN1Set attributes) throws IOException {
    boolean same = false;
    for (ASN1Encodable each : attributes) {
      ASN1Sequence attribute = ASN1Sequence.getInstance(each);
      if (ASN1ObjectIdentifier.getInstance(attribute.getObjectAt(0))
          .getId()
          .equals(MESSAGE_DIGEST)) {
        ASN1Set values = ASN1Set.getInstance(attribute.getObjectAt(1));
        same =
            values.size() == 1
                && Arrays.equals(
                    ASN1OctetString.getInstance(values.getObjectAt(0)).getOctets(),
                    claimed.toByteArray());
      }
    }
    return same
        ? HashAlgorithm.ofKernelName(claimed.algorithm())
            .map(hash -> hash.hash(encoded(attributes)).toByteArray())
        : Optional.empty();
  }

  /** Signed attributes are hashed as a SET in DER, not as the tagged value that they stand as. */
  private static byte[] encoded(ASN1Set attributes) {
    try {
      return attributes.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("it is written to memory", e);
    }
  }
}
