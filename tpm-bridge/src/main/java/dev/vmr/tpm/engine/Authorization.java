package dev.vmr.tpm.engine;

import org.jspecify.annotations.Nullable;

/** One TPMS_AUTH_COMMAND (Part 2, section 10.13.2). */
final class Authorization {
  private final @Nullable AuthSession session;
  private final byte[] nonceCaller;
  private final int attributes;
  private final byte[] hmac;

  /**
   * Takes over the arrays.
   *
   * @param session the session, or null for a password
   * @param hmac the HMAC, or the password
   */
  Authorization(@Nullable AuthSession session, byte[] nonceCaller, int attributes, byte[] hmac) {
    this.session = session;
    this.nonceCaller = nonceCaller;
    this.attributes = attributes;
    this.hmac = hmac;
  }

  @Nullable AuthSession session() {
    return session;
  }

  byte[] nonceCaller() {
    return nonceCaller.clone();
  }

  /** TPMA_SESSION. */
  int attributes() {
    return attributes;
  }

  byte[] hmac() {
    return hmac.clone();
  }

  boolean has(int attribute) {
    return (attributes & attribute) != 0;
  }
}
