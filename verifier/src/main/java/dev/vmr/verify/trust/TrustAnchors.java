package dev.vmr.verify.trust;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedPlatform;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Keys that are believed (docs/quotes.md, section 3.1); immutable. An anchor is a public key, known
 * by the SHA-256 of its SubjectPublicKeyInfo; a root certificate is only the way in which a key
 * comes.
 */
public final class TrustAnchors {
  /** SHA-256 of the SubjectPublicKeyInfo of each vendor's root. */
  private static final ImmutableMap<String, String> VENDORS =
      ImmutableMap.of(
          "a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e", "Intel SGX Root CA",
          "9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9", "ARK-Milan",
          "429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831", "ARK-Genoa",
          "4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08", "ARK-Turin",
          "f2caf5ecc6190b4a8399b78bc58a2bbcd0382375db8a1bfd78a82743874fd225", "aws.nitro-enclaves");

  private static final TrustAnchors NONE =
      new TrustAnchors(
          ImmutableMap.of(), ImmutableList.of(), ImmutableList.of(), new KnownSignatures());
  private static final TrustAnchors PINNED =
      new TrustAnchors(VENDORS, ImmutableList.of(), ImmutableList.of(), new KnownSignatures());

  private final ImmutableMap<String, String> names;
  private final ImmutableList<X509Certificate> certificates;
  private final ImmutableList<PublicKey> keys;
  private final KnownSignatures known;

  private TrustAnchors(
      Map<String, String> names,
      List<X509Certificate> certificates,
      List<PublicKey> keys,
      KnownSignatures known) {
    this.known = known;
    this.names = ImmutableMap.copyOf(names);
    this.certificates = ImmutableList.copyOf(certificates);
    this.keys = ImmutableList.copyOf(keys);
  }

  /** Nobody is believed. */
  public static TrustAnchors none() {
    return NONE;
  }

  /** The roots of Intel, AMD and AWS. */
  public static TrustAnchors pinned() {
    return PINNED;
  }

  /**
   * These and what a file holds: certificates, or a public key (PEM, DER, JWK, COSE_Key,
   * TPMT_PUBLIC, TPM2B_PUBLIC).
   *
   * @throws EvidenceException when it holds neither
   */
  public TrustAnchors plus(byte[] file) throws EvidenceException {
    List<X509Certificate> moreCertificates = Certificates.parse(file);
    List<PublicKey> moreKeys =
        moreCertificates.isEmpty() ? PublicKeys.parse(file) : ImmutableList.of();
    if (moreCertificates.isEmpty() && moreKeys.isEmpty()) {
      throw new EvidenceException("root: neither a certificate nor a public key");
    }
    Map<String, String> all = new HashMap<>(names);
    moreKeys.forEach(key -> all.put(id(key), "a given key"));
    moreCertificates.forEach(each -> all.put(id(each.getPublicKey()), "a given root"));
    return new TrustAnchors(
        all, plus(certificates, moreCertificates), plus(keys, moreKeys), new KnownSignatures());
  }

  /** Of the pinned keys only those of that platform's vendor, and all that were given. */
  public TrustAnchors of(QuotedPlatform platform) {
    String vendor =
        switch (platform) {
          case TDX, AZURE_TDX -> "Intel";
          case SEV_SNP, AZURE_SEV_SNP -> "ARK";
          case NITRO, NITRO_TPM -> "aws";
          default -> "no vendor";
        };
    Map<String, String> some = new HashMap<>(names);
    VENDORS.forEach(
        (id, name) -> {
          if (!name.startsWith(vendor)) {
            some.remove(id, name);
          }
        });
    return new TrustAnchors(some, certificates, keys, known);
  }

  private static <T> List<T> plus(List<T> first, List<T> more) {
    List<T> all = new ArrayList<>(first);
    all.addAll(more);
    return all;
  }

  /** Under which name a key is believed; empty when it is not. */
  public Optional<String> name(PublicKey key) {
    return Optional.ofNullable(names.get(id(key)));
  }

  /** What was found out with these anchors before. */
  KnownSignatures known() {
    return known;
  }

  /**
   * Whether a key has signed a document of a vendor; what holds is found out once.
   *
   * @param kind of document, so that none is taken for another
   * @param signed the document and its signature
   */
  public boolean remember(String kind, PublicKey key, byte[] signed, BooleanSupplier verification) {
    return known.holds(kind, key, signed, verification);
  }

  /** The certificates that were given. */
  public List<X509Certificate> certificates() {
    return certificates;
  }

  /** The keys that were given, those of the certificates too. */
  public List<PublicKey> keys() {
    List<PublicKey> all = new ArrayList<>(keys);
    certificates.forEach(each -> all.add(each.getPublicKey()));
    return all;
  }

  /** The keys that were given without a certificate. */
  List<PublicKey> keysWithoutCertificate() {
    return keys;
  }

  /** The SHA-256 of a key's SubjectPublicKeyInfo, in lower-case hex. */
  public static String id(PublicKey key) {
    return HashAlgorithm.SHA256.hash(key.getEncoded()).hex();
  }
}
