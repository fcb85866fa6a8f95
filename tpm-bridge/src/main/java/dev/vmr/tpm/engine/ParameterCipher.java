package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.ResponseCode;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How a session encrypts the first parameter (Part 1, section 21). */
sealed interface ParameterCipher {
  int ALG_AES = 0x0006;
  int ALG_XOR = 0x000A;
  int ALG_NULL = 0x0010;
  int ALG_CFB = 0x0043;

  /** Encrypts or decrypts with the session's value and nonces, newer first. */
  byte[] apply(
      boolean encrypt,
      HashAlgorithm sessionHash,
      byte[] sessionValue,
      byte[] newer,
      byte[] older,
      byte[] data);

  /** Reads a TPMT_SYM_DEF; null for TPM_ALG_NULL. */
  static @Nullable ParameterCipher read(CommandReader reader, List<HashAlgorithm> hashes)
      throws CommandException {
    int algorithm = reader.u16();
    switch (algorithm) {
      case ALG_NULL:
        return null;
      case ALG_XOR:
        reader.hash(hashes); // part of the structure; the session's own algorithm is what counts
        return new Xor();
      case ALG_AES:
        int bits = reader.u16();
        if (bits != 128 && bits != 192 && bits != 256) {
          throw reader.refuse(ResponseCode.VALUE);
        }
        if (reader.u16() != ALG_CFB) {
          throw reader.refuse(ResponseCode.MODE);
        }
        return new AesCfb(bits);
      default:
        throw reader.refuse(ResponseCode.SYMMETRIC);
    }
  }

  /** Section 21.3; key and IV come out of one KDFa. */
  record AesCfb(int bits) implements ParameterCipher {
    private static final int BLOCK_BITS = 128;

    @Override
    public byte[] apply(
        boolean encrypt,
        HashAlgorithm sessionHash,
        byte[] sessionValue,
        byte[] newer,
        byte[] older,
        byte[] data) {
      byte[] material =
          KeyDerivation.derive(sessionHash, sessionValue, "CFB", newer, older, bits + BLOCK_BITS);
      byte[] key = Arrays.copyOf(material, bits / 8);
      byte[] iv = Arrays.copyOfRange(material, bits / 8, material.length);
      try {
        Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
        int mode = encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(data);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JVM has no AES in CFB mode", e);
      }
    }
  }

  /** Section 21.2: the mask is a KDFa as long as the data. */
  record Xor() implements ParameterCipher {
    @Override
    public byte[] apply(
        boolean encrypt,
        HashAlgorithm sessionHash,
        byte[] sessionValue,
        byte[] newer,
        byte[] older,
        byte[] data) {
      byte[] mask =
          KeyDerivation.derive(sessionHash, sessionValue, "XOR", newer, older, data.length * 8);
      byte[] result = data.clone();
      for (int i = 0; i < result.length; i++) {
        result[i] ^= mask[i];
      }
      return result;
    }
  }
}
