package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.credential.EndorsementCertificates;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.endorsement.EndorsementTemplate;
import dev.vmr.tpm.endorsement.ManufacturedTpm;
import dev.vmr.tpm.endorsement.ManufacturedTpm.CertifiedKey;
import dev.vmr.tpm.endorsement.TpmIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/**
 * What was made.
 *
 * @param folder where the TPM is
 * @param identity what its certificates say that it is
 * @param authority the certificate of who signed
 * @param fresh whether that was made, too
 */
record ManufactureReport(
    Path folder, ManufacturedTpm tpm, TpmIdentity identity, Path authority, boolean fresh) {

  /** As docs/manufacture.md, section 4. */
  ObjectNode json() throws IOException {
    ObjectNode node = Json.object();
    node.put("state", folder.toString());
    node.put("manufacturer", identity.manufacturer());
    node.put("model", identity.model());
    node.put("version", identity.version());
    node.putObject("specification")
        .put("family", identity.specification().family())
        .put("level", identity.specification().level())
        .put("revision", identity.specification().revision());
    ArrayNode banks = node.putArray("banks");
    tpm.banks().stream().map(HashAlgorithm::kernelName).forEach(banks::add);
    node.putObject("ca").put("certificate", authority.toString()).put("new", fresh);
    ArrayNode keys = node.putArray("keys");
    for (CertifiedKey each : tpm.keys()) {
      EndorsementTemplate template = each.key().template();
      byte[] certificate = each.certificate().toByteArray();
      keys.addObject()
          .put("type", template.text())
          .put("template", template.template())
          .put("handle", handle(template.handle()))
          .put("index", handle(template.index()))
          .put("serial", EndorsementCertificates.serial(certificate))
          .put("certificate", Base64.getEncoder().encodeToString(certificate));
    }
    ArrayNode chain = node.putArray("chain");
    tpm.chain().forEach(index -> chain.add(handle(index)));
    return node;
  }

  void print(PrintWriter out) {
    out.println("TPM in " + folder + ": " + identity.manufacturer() + " " + identity.model());
    for (CertifiedKey each : tpm.keys()) {
      EndorsementTemplate template = each.key().template();
      out.println(
          String.format(
              Locale.ROOT,
              "%-8s  key %s, certificate in %s (%d bytes)",
              template.text(),
              handle(template.handle()),
              handle(template.index()),
              each.certificate().toByteArray().length));
    }
    tpm.chain().forEach(index -> out.println("chain     in " + handle(index)));
    out.println((fresh ? "signed by a new CA: " : "signed by ") + authority);
  }

  private static String handle(int value) {
    return String.format(Locale.ROOT, "0x%08x", value);
  }
}
