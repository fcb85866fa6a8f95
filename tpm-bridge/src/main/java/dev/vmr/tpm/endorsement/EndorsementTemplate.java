package dev.vmr.tpm.endorsement;

import dev.vmr.tpm.command.CommandWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The default templates for endorsement keys that are made here (TCG EK Credential Profile, Annex
 * B), with the handles and NV indexes that the profile gives them.
 */
public enum EndorsementTemplate {
  /** RSA of 2,048 bits, low range. */
  RSA_2048("rsa-2048", "L-1", 0x8101_0001, 0x01C0_0002) {
    @Override
    byte[] fixed() {
      return lowRange(TYPE_RSA).u16(NULL).u16(RSA_BITS).u32(0).toByteArray();
    }

    @Override
    byte[] unique() {
      return new CommandWriter().sized(new byte[RSA_BITS / 8]).toByteArray();
    }
  },

  /** NIST P-256, low range. */
  ECC_P256("ecc-p256", "L-2", 0x8101_000A, 0x01C0_000A) {
    @Override
    byte[] fixed() {
      return lowRange(TYPE_ECC).u16(NULL).u16(EndorsementKey.NIST_P256).u16(NULL).toByteArray();
    }

    @Override
    byte[] unique() {
      return new CommandWriter().sized(new byte[32]).sized(new byte[32]).toByteArray();
    }
  },

  /** NIST P-384, high range. */
  ECC_P384("ecc-p384", "H-3", 0x8101_0016, 0x01C0_0016) {
    @Override
    byte[] fixed() {
      return new CommandWriter()
          .u16(TYPE_ECC)
          .u16(SHA384)
          .u32(HIGH_RANGE)
          .sized(POLICY_B_SHA384)
          .u16(AES)
          .u16(256)
          .u16(CFB)
          .u16(NULL)
          .u16(EndorsementKey.NIST_P384)
          .u16(NULL)
          .toByteArray();
    }

    @Override
    byte[] unique() {
      return new CommandWriter().sized(new byte[0]).sized(new byte[0]).toByteArray();
    }
  };

  private static final int TYPE_RSA = 0x0001;
  private static final int TYPE_ECC = 0x0023;
  private static final int SHA256 = 0x000B;
  private static final int SHA384 = 0x000C;
  private static final int AES = 0x0006;
  private static final int CFB = 0x0043;
  private static final int NULL = 0x0010;
  private static final int RSA_BITS = 2048;

  /** fixedTPM fixedParent sensitiveDataOrigin adminWithPolicy restricted decrypt. */
  private static final int LOW_RANGE = 0x0003_00B2;

  /** As {@link #LOW_RANGE}, and userWithAuth. */
  private static final int HIGH_RANGE = 0x0003_00F2;

  /** PolicyA: PolicySecret(TPM_RH_ENDORSEMENT), SHA-256. */
  private static final byte[] POLICY_A_SHA256 =
      HexFormat.of().parseHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

  /** PolicyB: PolicyA or PolicyC, which is by the policy in NV index 0x01c07f02; SHA-384. */
  private static final byte[] POLICY_B_SHA384 =
      HexFormat.of()
          .parseHex(
              "b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4"
                  + "cb1c0ad9bde419cacb47ba09699646150f9fc000f3f80e12");

  private final String text;
  private final String template;
  private final int handle;
  private final int index;

  EndorsementTemplate(String text, String template, int handle, int index) {
    this.text = text;
    this.template = template;
    this.handle = handle;
    this.index = index;
  }

  private static CommandWriter lowRange(int type) {
    return new CommandWriter()
        .u16(type)
        .u16(SHA256)
        .u32(LOW_RANGE)
        .sized(POLICY_A_SHA256)
        .u16(AES)
        .u16(128)
        .u16(CFB);
  }

  /** The template of that name, such as {@code rsa-2048}. */
  public static Optional<EndorsementTemplate> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** The name that options use. */
  public String text() {
    return text;
  }

  /** The name in the profile, such as {@code L-1}. */
  public String template() {
    return template;
  }

  /** The persistent handle. */
  public int handle() {
    return handle;
  }

  /** The NV index of the certificate. */
  public int index() {
    return index;
  }

  /** The TPMT_PUBLIC up to its unique field: what template and key have in common. */
  abstract byte[] fixed();

  /** The unique field of the template. */
  abstract byte[] unique();

  /** The template as a TPMT_PUBLIC. */
  byte[] publicArea() {
    return new CommandWriter().bytes(fixed()).bytes(unique()).toByteArray();
  }
}
