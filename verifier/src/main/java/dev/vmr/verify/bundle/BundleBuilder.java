package dev.vmr.verify.bundle;

import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.cmw.ContentType;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.quote.TextForms;
import dev.vmr.verify.trust.QuoteContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a bundle together; recognises what each part is (docs/evidence.md, section 3). Judges none.
 */
public final class BundleBuilder {
  private final List<BundlePart> parts = new ArrayList<>();

  /**
   * The quote.
   *
   * @param quote the bytes, or their hex or Base64
   */
  public BundleBuilder quote(byte[] quote) throws EvidenceException {
    QuotedPlatform platform = Quotes.verify(quote, QuoteContext.pinned(Instant.EPOCH)).platform();
    if (platform == QuotedPlatform.UNKNOWN) {
      throw new EvidenceException("the quote is of no known kind");
    }
    return add(PartRole.QUOTE, null, PartTypes.quote(platform), TextForms.decode(quote));
  }

  /** What came beside the quote. */
  public BundleBuilder endorsement(byte[] content) throws EvidenceException {
    return add(PartRole.ENDORSEMENT, null, PartTypes.endorsement(content), content);
  }

  /**
   * A log of any known kind.
   *
   * @param register of which it is, or null when its own names hold
   */
  public BundleBuilder log(byte[] log, @Nullable RegisterName register) throws EvidenceException {
    return log(PartRole.LOG, register, log);
  }

  /** A manifest, and the platform's name of its register. */
  public BundleBuilder manifest(RegisterName register, byte[] log) throws EvidenceException {
    return log(PartRole.MANIFEST, register, log);
  }

  /** An IMA list, and the register of our log that it is the replay of. */
  public BundleBuilder ima(RegisterName register, byte[] list) throws EvidenceException {
    return log(PartRole.IMA, register, list);
  }

  /** A firmware log of PCRs that virtual registers show. */
  public BundleBuilder biosLog(byte[] log) throws EvidenceException {
    return log(PartRole.BIOS_LOG, null, log);
  }

  /** PCR values that a TPM client has read. */
  public BundleBuilder pcrs(byte[] values) throws EvidenceException {
    return add(PartRole.PCRS, null, PartTypes.PCRS, values);
  }

  /** What is said about the bundle. */
  public BundleBuilder metadata(BundleMetadata metadata) throws EvidenceException {
    return add(PartRole.METADATA, null, PartTypes.METADATA, metadata.format());
  }

  private BundleBuilder log(PartRole role, @Nullable RegisterName register, byte[] content)
      throws EvidenceException {
    PartTypes.RecognisedLog log = PartTypes.log(content);
    if (!PartTypes.fits(role, log.type())) {
      LogKind kind = log.log().kind();
      throw new EvidenceException("a log of kind " + kind.text() + " is no " + role.text());
    }
    return add(role, register, log.type(), log.bytes().toByteArray());
  }

  private BundleBuilder add(
      PartRole role, @Nullable RegisterName register, String type, byte[] content)
      throws EvidenceException {
    int number = (int) parts.stream().filter(each -> each.label().role() == role).count();
    try {
      parts.add(
          new BundlePart(
              new PartLabel(role, number, Optional.ofNullable(register)),
              new ContentType.MediaType(type),
              Bytes.of(content)));
    } catch (IllegalArgumentException e) {
      throw new EvidenceException(role.text() + " " + number + ": " + e.getMessage());
    }
    return this;
  }

  /**
   * The bundle.
   *
   * @throws EvidenceException when there is no quote
   */
  public EvidenceBundle build() throws EvidenceException {
    try {
      return new EvidenceBundle(parts);
    } catch (IllegalArgumentException e) {
      throw new EvidenceException(String.valueOf(e.getMessage()));
    }
  }
}
