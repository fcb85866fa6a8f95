package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * An unsalted and unbound HMAC session: its session key is empty (Part 1, section 19.6.8).
 *
 * <p>Not a value: the nonce rolls with every command.
 */
final class AuthSession {
  private final int handle;
  private final HashAlgorithm algorithm;
  private final @Nullable ParameterCipher cipher;
  private byte[] nonceTpm;

  AuthSession(
      int handle, HashAlgorithm algorithm, @Nullable ParameterCipher cipher, byte[] nonceTpm) {
    this.handle = handle;
    this.algorithm = algorithm;
    this.cipher = cipher;
    this.nonceTpm = nonceTpm.clone();
  }

  int handle() {
    return handle;
  }

  /** The algorithm of cpHash, rpHash and HMAC. */
  HashAlgorithm algorithm() {
    return algorithm;
  }

  /** How parameters are encrypted, or null when the session was begun without. */
  @Nullable ParameterCipher cipher() {
    return cipher;
  }

  byte[] nonceTpm() {
    return nonceTpm.clone();
  }

  void roll(byte[] nonce) {
    nonceTpm = nonce.clone();
  }
}
