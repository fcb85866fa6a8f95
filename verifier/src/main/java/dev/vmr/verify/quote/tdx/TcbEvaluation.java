package dev.vmr.verify.quote.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a platform with TCB info, version 3, and with the identity of the quoting enclave,
 * version 2, by Intel's rules (Intel PCS API, "Get TDX TCB Info" and "Get TDX QE Identity").
 * Neither document is believed here: whoever calls has checked their signatures.
 */
final class TcbEvaluation {
  /** A status and the advisories that go with it. */
  record Level(TcbStatus status, Set<String> advisories) {
    Level and(Level part) {
      Set<String> all = new LinkedHashSet<>(advisories);
      all.addAll(part.advisories);
      return new Level(status.and(part.status), all);
    }
  }

  private TcbEvaluation() {}

  /** Whether TCB info is about a platform. */
  static boolean isFor(JsonNode tcbInfo, PckExtensions pck) {
    return tcbInfo.path("fmspc").asText().toLowerCase(Locale.ROOT).equals(pck.fmspc())
        && tcbInfo.path("pceId").asText().toLowerCase(Locale.ROOT).equals(pck.pceId());
  }

  /** The level of a platform and its TDX module; empty when no level of the document fits. */
  static Optional<Level> platform(JsonNode tcbInfo, PckExtensions pck, TdReport report)
      throws QuoteFormatException {
    byte[] tee = report.claimedTeeTcbSvn();
    Optional<Level> module = Optional.empty();
    if (tee[1] != 0) {
      module = module(tcbInfo, tee);
      if (module.isEmpty()) {
        return Optional.empty();
      }
    }
    for (JsonNode level : list(tcbInfo, "tcbLevels")) {
      JsonNode tcb = level.path("tcb");
      if (reaches(tcb, pck) && reaches(tcb, tee)) {
        Level found = level(level);
        return Optional.of(module.map(found::and).orElse(found));
      }
    }
    return Optional.empty();
  }

  private static boolean reaches(JsonNode tcb, PckExtensions pck) throws QuoteFormatException {
    int[] needed = svns(tcb, "sgxtcbcomponents");
    for (int i = 0; i < needed.length; i++) {
      if (pck.componentSvns()[i] < needed[i]) {
        return false;
      }
    }
    return pck.pceSvn() >= number(tcb, "pcesvn");
  }

  private static boolean reaches(JsonNode tcb, byte[] tee) throws QuoteFormatException {
    int[] needed = svns(tcb, "tdxtcbcomponents");
    // The first two are the module's, which has levels of its own when its major version is not 0.
    for (int i = tee[1] != 0 ? 2 : 0; i < needed.length; i++) {
      if ((tee[i] & 0xFF) < needed[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Level> module(JsonNode tcbInfo, byte[] tee) throws QuoteFormatException {
    String id = moduleId(tee);
    for (JsonNode identity : tcbInfo.path("tdxModuleIdentities")) {
      if (identity.path("id").asText().equals(id)) {
        return firstLevel(identity, tee[0] & 0xFF);
      }
    }
    return Optional.empty();
  }

  private static String moduleId(byte[] tee) {
    return String.format(Locale.ROOT, "TDX_%02X", tee[1]);
  }

  /** Whether signer and attributes of the TDX module are those of the document. */
  static boolean isModule(JsonNode tcbInfo, TdReport report) {
    byte[] tee = report.claimedTeeTcbSvn();
    JsonNode module = tcbInfo.path(tee[1] == 0 ? "tdxModule" : "");
    if (tee[1] != 0) {
      for (JsonNode identity : tcbInfo.path("tdxModuleIdentities")) {
        module = identity.path("id").asText().equals(moduleId(tee)) ? identity : module;
      }
    }
    return Arrays.equals(hex(module, "mrsigner"), report.claimedMrSignerSeam())
        && matches(report.claimedSeamAttributes(), module, "attributes", "attributesMask");
  }

  /** Whether an enclave is the quoting enclave that the document describes. */
  static boolean isEnclave(JsonNode identity, QeReport report) {
    return Arrays.equals(hex(identity, "mrsigner"), report.claimedMrSigner())
        && identity.path("isvprodid").asInt(-1) == report.claimedIsvProdId()
        && matches(report.claimedMiscSelect(), identity, "miscselect", "miscselectMask")
        && matches(report.claimedAttributes(), identity, "attributes", "attributesMask");
  }

  /** The level of a quoting enclave; empty when no level of the document fits. */
  static Optional<Level> enclave(JsonNode identity, QeReport report) throws QuoteFormatException {
    return firstLevel(identity, report.claimedIsvSvn());
  }

  private static Optional<Level> firstLevel(JsonNode identity, int svn)
      throws QuoteFormatException {
    for (JsonNode level : list(identity, "tcbLevels")) {
      if (svn >= number(level.path("tcb"), "isvsvn")) {
        return Optional.of(level(level));
      }
    }
    return Optional.empty();
  }

  private static Level level(JsonNode level) throws QuoteFormatException {
    TcbStatus status =
        TcbStatus.of(level.path("tcbStatus").asText())
            .orElseThrow(() -> new QuoteFormatException("collateral: an unknown tcbStatus"));
    Set<String> advisories = new LinkedHashSet<>();
    for (JsonNode advisory : level.path("advisoryIDs")) {
      advisories.add(advisory.asText());
    }
    return new Level(status, advisories);
  }

  private static boolean matches(byte[] value, JsonNode node, String wanted, String mask) {
    byte[] expected = hex(node, wanted);
    byte[] bits = hex(node, mask);
    if (expected.length != value.length || bits.length != value.length) {
      return false;
    }
    for (int i = 0; i < value.length; i++) {
      if ((value[i] & bits[i]) != (expected[i] & bits[i])) {
        return false;
      }
    }
    return true;
  }

  private static byte[] hex(JsonNode node, String name) {
    try {
      return HexFormat.of().parseHex(node.path(name).asText());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static int[] svns(JsonNode tcb, String name) throws QuoteFormatException {
    List<JsonNode> components = list(tcb, name);
    if (components.size() != PckExtensions.COMPONENTS) {
      throw new QuoteFormatException("collateral: " + name + " has 16 elements");
    }
    int[] svns = new int[PckExtensions.COMPONENTS];
    for (int i = 0; i < svns.length; i++) {
      svns[i] = number(components.get(i), "svn");
    }
    return svns;
  }

  private static List<JsonNode> list(JsonNode node, String name) throws QuoteFormatException {
    if (!node.path(name).isArray()) {
      throw new QuoteFormatException("collateral: " + name + " is an array");
    }
    List<JsonNode> list = new ArrayList<>();
    node.path(name).forEach(list::add);
    return list;
  }

  private static int number(JsonNode node, String name) throws QuoteFormatException {
    JsonNode value = node.path(name);
    if (!value.isInt() || value.asInt() < 0) {
      throw new QuoteFormatException("collateral: " + name + " is a number");
    }
    return value.asInt();
  }
}
