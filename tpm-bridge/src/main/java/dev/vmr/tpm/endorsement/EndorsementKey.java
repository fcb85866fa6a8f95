package dev.vmr.tpm.endorsement;

import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/**
 * An endorsement key that a TPM has made.
 *
 * @param template what it was made from
 * @param publicKey its public half
 */
public record EndorsementKey(EndorsementTemplate template, PublicKey publicKey) {
  static final int NIST_P256 = 0x0003;
  static final int NIST_P384 = 0x0004;

  private static final BigInteger DEFAULT_EXPONENT = BigInteger.valueOf(65_537);
  private static final int MAX_NUMBER = 512;

  /**
   * The key of a TPMT_PUBLIC (Part 2, section 12.2.4).
   *
   * @throws IOException when it is not made from the template
   */
  static EndorsementKey of(EndorsementTemplate template, byte[] publicArea) throws IOException {
    byte[] fixed = template.fixed();
    int length = Math.min(fixed.length, publicArea.length);
    if (!Arrays.equals(fixed, Arrays.copyOf(publicArea, length))) {
      throw new IOException("the TPM has not made the key that it was asked for");
    }
    CommandReader unique = new CommandReader(publicArea, fixed.length, publicArea.length);
    try {
      PublicKey key =
          switch (template) {
            case RSA_2048 -> rsa(unique.sized(MAX_NUMBER));
            case ECC_P256 -> ecc("secp256r1", unique);
            case ECC_P384 -> ecc("secp384r1", unique);
          };
      unique.finish();
      return new EndorsementKey(template, key);
    } catch (CommandException | GeneralSecurityException e) {
      throw new IOException("the TPM has made no key: " + e.getMessage(), e);
    }
  }

  private static PublicKey rsa(byte[] modulus) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), DEFAULT_EXPONENT));
  }

  private static PublicKey ecc(String curve, CommandReader unique)
      throws CommandException, GeneralSecurityException {
    BigInteger x = new BigInteger(1, unique.sized(MAX_NUMBER));
    BigInteger y = new BigInteger(1, unique.sized(MAX_NUMBER));
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(x, y), parameters.getParameterSpec(ECParameterSpec.class)));
  }
}
