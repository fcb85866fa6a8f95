package dev.vmr.verify.quote.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import dev.vmr.verify.trust.Certificates;
import dev.vmr.verify.trust.Endorsements;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What Intel publishes for the verification of quotes, as it came beside one and not checked yet
 * (docs/quotes.md, section 5.4): responses of Intel's service, or one object with all of them.
 */
final class Collateral {
  private final List<SignedJson> tcbInfos = new ArrayList<>();
  private final List<SignedJson> qeIdentities = new ArrayList<>();
  private final List<X509Certificate> certificates = new ArrayList<>();
  private final List<X509CRL> crls = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  /** Looks for it in what came beside the quote. */
  static Collateral in(Endorsements endorsements) {
    Collateral collateral = new Collateral();
    for (byte[] file : endorsements.others()) {
      try {
        collateral.take(file, StrictJson.parse(file));
      } catch (JsonFormatException e) {
        collateral.unread.add(e.getMessage());
      }
    }
    return collateral;
  }

  private void take(byte[] file, JsonNode parsed) throws JsonFormatException {
    SignedJson.ofResponse(file, parsed, "tcbInfo").ifPresent(tcbInfos::add);
    SignedJson.ofResponse(file, parsed, "enclaveIdentity").ifPresent(qeIdentities::add);
    if (parsed.path("tcb_info").isTextual()) {
      tcbInfos.add(SignedJson.ofText(text(parsed, "tcb_info"), text(parsed, "tcb_info_signature")));
    }
    if (parsed.path("qe_identity").isTextual()) {
      qeIdentities.add(
          SignedJson.ofText(text(parsed, "qe_identity"), text(parsed, "qe_identity_signature")));
    }
    for (String chain :
        List.of(
            "tcb_info_issuer_chain",
            "qe_identity_issuer_chain",
            "pck_crl_issuer_chain",
            "pck_certificate_chain")) {
      certificates.addAll(
          Certificates.parse(text(parsed, chain).getBytes(StandardCharsets.US_ASCII)));
    }
    for (String crl : List.of("root_ca_crl", "pck_crl")) {
      crl(text(parsed, crl)).ifPresent(crls::add);
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText("");
  }

  private Optional<X509CRL> crl(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try {
      bytes = HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      unread.add("a revocation list that is not hex"); // unless it is PEM
    }
    Optional<X509CRL> crl = Certificates.crl(bytes);
    crl.ifPresent(each -> unread.remove("a revocation list that is not hex"));
    return crl;
  }

  /** TCB info of any platforms. */
  List<SignedJson> unverifiedTcbInfos() {
    return tcbInfos;
  }

  /** Identities of any enclaves. */
  List<SignedJson> unverifiedQeIdentities() {
    return qeIdentities;
  }

  List<X509Certificate> certificates() {
    return certificates;
  }

  List<X509CRL> crls() {
    return crls;
  }

  /** Why files were not taken. */
  List<String> unread() {
    return unread;
  }
}
