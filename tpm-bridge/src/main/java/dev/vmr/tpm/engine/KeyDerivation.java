package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC and KDFa (Part 1, sections 11.4.4 and 11.4.10.2). */
final class KeyDerivation {
  private KeyDerivation() {}

  /** HMAC over the concatenation of the parts. An empty key is allowed. */
  static byte[] hmac(HashAlgorithm algorithm, byte[] key, List<byte[]> parts) {
    try {
      String name = "Hmac" + algorithm.newMessageDigest().getAlgorithm().replace("-", "");
      Mac mac = Mac.getInstance(name);
      // An HMAC key is padded with zeros, so one zero byte is the empty key, which the JDK refuses.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
      parts.forEach(mac::update);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HMAC with " + algorithm, e);
    }
  }

  /**
   * KDFa: {@code bits}, a multiple of 8, of key.
   *
   * @param label without its terminating zero
   */
  static byte[] derive(
      HashAlgorithm algorithm, byte[] key, String label, byte[] u, byte[] v, int bits) {
    byte[] result = new byte[bits / 8];
    byte[] name = label.getBytes(StandardCharsets.US_ASCII);
    int done = 0;
    for (int counter = 1; done < result.length; counter++) {
      CommandWriter input = new CommandWriter().u32(counter).bytes(name).u8(0);
      input.bytes(u).bytes(v).u32(bits);
      byte[] block = hmac(algorithm, key, List.of(input.toByteArray()));
      int take = Math.min(block.length, result.length - done);
      System.arraycopy(Arrays.copyOf(block, take), 0, result, done, take);
      done += take;
    }
    return result;
  }
}
