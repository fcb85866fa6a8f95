package dev.vmr.verify.trust;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What came beside a quote, sorted by content; immutable, and not believed by itself
 * (docs/quotes.md, section 3.2).
 */
public final class Endorsements {
  private static final Endorsements NONE = new Endorsements(List.of(), List.of(), List.of());

  private final ImmutableList<X509Certificate> certificates;
  private final ImmutableList<X509CRL> crls;
  private final ImmutableList<byte[]> others;

  private Endorsements(
      List<X509Certificate> certificates, List<X509CRL> crls, List<byte[]> others) {
    this.certificates = ImmutableList.copyOf(certificates);
    this.crls = ImmutableList.copyOf(crls);
    this.others = ImmutableList.copyOf(others);
  }

  /** Nothing. */
  public static Endorsements none() {
    return NONE;
  }

  /** Sorts files; what is neither certificate nor revocation list stays as it is. */
  public static Endorsements of(List<byte[]> files) {
    List<X509Certificate> certificates = new ArrayList<>();
    List<X509CRL> crls = new ArrayList<>();
    List<byte[]> others = new ArrayList<>();
    for (byte[] file : files) {
      List<X509Certificate> found =
          isText(file)
              ? Certificates.parse(file)
              : Certificates.der(file).map(List::of).orElse(List.of());
      certificates.addAll(found);
      if (found.isEmpty()) {
        Certificates.crl(file).ifPresentOrElse(crls::add, () -> others.add(file.clone()));
      }
    }
    return new Endorsements(certificates, crls, others);
  }

  /** PEM is text, perhaps ended by NUL; a quote that has PEM inside is not. */
  private static boolean isText(byte[] file) {
    int nul = Bytes.indexOf(file, (byte) 0);
    return nul < 0 || nul == file.length - 1;
  }

  /** These and others. */
  public Endorsements plus(Endorsements more) {
    Endorsements both = plus(more.certificates, more.crls);
    List<byte[]> all = new ArrayList<>(others);
    all.addAll(more.others);
    return new Endorsements(both.certificates, both.crls, all);
  }

  /** These and more, found inside of something. */
  public Endorsements plus(List<X509Certificate> moreCertificates, List<X509CRL> moreCrls) {
    List<X509Certificate> allCertificates = new ArrayList<>(certificates);
    allCertificates.addAll(moreCertificates);
    List<X509CRL> allCrls = new ArrayList<>(crls);
    allCrls.addAll(moreCrls);
    return new Endorsements(allCertificates, allCrls, others);
  }

  /** All but a file that has been used. */
  public Endorsements without(byte[] file) {
    return new Endorsements(
        certificates, crls, others.stream().filter(each -> !Arrays.equals(each, file)).toList());
  }

  /** The certificates. */
  public List<X509Certificate> certificates() {
    return certificates;
  }

  /** The revocation lists. */
  public List<X509CRL> crls() {
    return crls;
  }

  /** Copies of the other files, in their order. */
  public List<byte[]> others() {
    return others.stream().map(byte[]::clone).toList();
  }
}
