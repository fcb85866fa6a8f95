package dev.vmr.verify.bundle;

import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.Source;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.quote.TextForms;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the parts of a bundle to an appraisal (docs/evidence.md, section 6). */
public final class BundledEvidence {
  private final EvidenceBundle bundle;

  /** Of a bundle. */
  public BundledEvidence(EvidenceBundle bundle) {
    this.bundle = bundle;
  }

  /** How many logs of ours there are. */
  public int ownLogs() {
    return (int)
        bundle.parts(PartRole.LOG).stream()
            .filter(part -> PartTypes.isOwnLog(part.type().text()))
            .count();
  }

  /**
   * The quote, verified with the bundle's endorsements and those of the context.
   *
   * @throws EvidenceException when a part is not what its type says
   */
  public QuotedRegisters quoted(QuoteContext context) throws EvidenceException {
    List<byte[]> endorsements = new ArrayList<>();
    for (BundlePart part : bundle.parts(PartRole.ENDORSEMENT)) {
      byte[] content = part.content().toByteArray();
      require(part, PartTypes.endorsement(content), content, content);
      endorsements.add(content);
    }
    byte[] quote = bundle.quote().content().toByteArray();
    require(bundle.quote(), bundle.quote().type().text(), TextForms.decode(quote), quote);
    QuotedRegisters quoted =
        Quotes.verify(
            quote, context.with(Endorsements.of(endorsements).plus(context.endorsements())));
    List<Finding> findings = new ArrayList<>();
    QuotedPlatform platform = quoted.platform();
    if (platform != QuotedPlatform.UNKNOWN
        && !bundle.quote().type().text().equals(PartTypes.quote(platform))) {
      findings.add(
          Finding.error(
              "evidence-type",
              "the quote is of platform " + platform.text() + ", which its type does not say"));
    }
    for (BundlePart part : bundle.parts(PartRole.METADATA)) {
      try {
        BundleMetadata claimed = BundleMetadata.parse(part.content().toByteArray());
        findings.add(Finding.info("evidence-claimed", "the bundle says that it was " + claimed));
      } catch (BundleFormatException e) {
        throw new EvidenceException(part.label() + ": " + e.getMessage());
      }
    }
    return quoted.with(findings);
  }

  /**
   * Everything but the quote and what belongs to it.
   *
   * @param otherwise the physical register of a log of ours that does not say it itself
   * @param from where to go on in the only log of ours, or null
   * @param all whether everything before that is compared
   * @throws EvidenceException when a part is not what its type says
   */
  public void give(
      Appraisal appraisal, RegisterName otherwise, @Nullable Checkpoint from, boolean all)
      throws EvidenceException, IOException {
    for (BundlePart part : bundle.parts(PartRole.LOG)) {
      byte[] content = part.content().toByteArray();
      PartTypes.RecognisedLog log = recognised(part, content);
      String label = part.label().text();
      RegisterName register = part.label().register().orElse(null);
      if (from == null || log.log().kind() != LogKind.VMR) {
        appraisal.log(label, source(content), register, otherwise);
      } else {
        appraisal.own(label, source(content), register == null ? otherwise : register, from, all);
      }
    }
    appraisal.enclosed(bundle.quote().label().text(), bundle.quote().content().toByteArray());
    giveOthers(appraisal);
  }

  private void giveOthers(Appraisal appraisal) throws EvidenceException {
    for (BundlePart part : bundle.parts(PartRole.MANIFEST)) {
      byte[] content = part.content().toByteArray();
      recognised(part, content);
      String register = part.label().register().orElseThrow().text();
      appraisal.manifest(register, part.label().text(), source(content));
    }
    for (BundlePart part : bundle.parts(PartRole.IMA)) {
      byte[] content = part.content().toByteArray();
      recognised(part, content);
      appraisal.ima(source(content), part.label().register().orElseThrow());
    }
    for (BundlePart part : bundle.parts(PartRole.BIOS_LOG)) {
      byte[] content = part.content().toByteArray();
      recognised(part, content);
      appraisal.bootLog(source(content));
    }
    bundle
        .parts(PartRole.PCRS)
        .forEach(part -> appraisal.pcrs(source(part.content().toByteArray())));
  }

  private static PartTypes.RecognisedLog recognised(BundlePart part, byte[] content)
      throws EvidenceException {
    PartTypes.RecognisedLog log;
    try {
      log = PartTypes.log(content);
    } catch (EvidenceException e) {
      throw new EvidenceException(part.label() + ": " + e.getMessage());
    }
    require(part, log.type(), log.bytes().toByteArray(), content);
    return log;
  }

  private static void require(BundlePart part, String is, byte[] plain, byte[] content)
      throws EvidenceException {
    if (!part.type().text().equals(is)) {
      throw new EvidenceException(part.label() + ": it is of type " + is + ", and says another");
    }
    if (!Arrays.equals(plain, content)) {
      throw new EvidenceException(part.label() + ": it is hex or Base64 of what it should be");
    }
  }

  private static Source source(byte[] content) {
    return () -> new ByteArrayInputStream(content);
  }
}
