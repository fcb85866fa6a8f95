package dev.vmr.cli;

import java.security.Provider;
import java.security.Security;

/**
 * SM3 from Bouncy Castle, and nothing else of it: registering all of its provider would cost every
 * command half the time that it takes.
 */
public final class Sm3Provider extends Provider {
  private static final long serialVersionUID = 1L;

  /** Called by the JDK, when it looks for an algorithm that no provider before this one has. */
  public Sm3Provider() {
    super("vmr", "1", "SM3 by Bouncy Castle");
    put("MessageDigest.SM3", "org.bouncycastle.jcajce.provider.digest.SM3$Digest");
  }

  /**
   * Puts the provider behind those that the JDK is configured with, before any has been used:
   * {@link Security#addProvider} would make all of them.
   */
  static void install() {
    int last = 1;
    while (Security.getProperty("security.provider." + last) != null) {
      last++;
    }
    Security.setProperty("security.provider." + last, Sm3Provider.class.getName());
  }
}
