package dev.vmr.cli;

import java.security.Provider;

/**
 * SM3 from Bouncy Castle, and nothing else of it: to make all of its provider takes longer than
 * most commands. Found by {@link dev.vmr.register.HashAlgorithm} when it is needed.
 */
public final class Sm3Provider extends Provider {
  private static final long serialVersionUID = 1L;

  /** For {@link java.util.ServiceLoader}. */
  public Sm3Provider() {
    super("vmr", "1", "SM3 by Bouncy Castle");
    put("MessageDigest.SM3", "org.bouncycastle.jcajce.provider.digest.SM3$Digest");
  }
}
