package dev.vmr.cli;

import java.security.Provider;
import java.security.Security;

/**
 * SM3 from Bouncy Castle, and nothing else of it: registering all of its provider would cost every
 * command half the time that it takes.
 */
final class Sm3Provider extends Provider {
  private static final long serialVersionUID = 1L;

  private Sm3Provider() {
    super("vmr", "1", "SM3 by Bouncy Castle");
    put("MessageDigest.SM3", "org.bouncycastle.jcajce.provider.digest.SM3$Digest");
  }

  static void install() {
    Security.addProvider(new Sm3Provider());
  }
}
