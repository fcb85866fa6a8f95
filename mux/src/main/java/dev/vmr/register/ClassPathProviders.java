package dev.vmr.register;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.ServiceLoader;

/**
 * Security providers on the class path that the JVM is not configured with. To register one costs
 * every program a tenth of a second, and few need one; so they are made when an algorithm is looked
 * for that no other has, one by one, and kept.
 */
final class ClassPathProviders {
  private static final ServiceLoader<Provider> PROVIDERS = ServiceLoader.load(Provider.class);

  private ClassPathProviders() {}

  /**
   * A digest of the first provider that has the algorithm.
   *
   * @throws NoSuchAlgorithmException when none has
   */
  static synchronized MessageDigest digest(String jcaName) throws NoSuchAlgorithmException {
    for (Provider provider : PROVIDERS) {
      if (provider.getService("MessageDigest", jcaName) != null) {
        return MessageDigest.getInstance(jcaName, provider);
      }
    }
    throw new NoSuchAlgorithmException(jcaName);
  }
}
