package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.appraisal.GivenLog;
import dev.vmr.verify.appraisal.LogDifference;
import dev.vmr.verify.appraisal.OwnLog;
import dev.vmr.verify.appraisal.Proof;
import dev.vmr.verify.appraisal.RegisterChain;

/** The result of an appraisal as one object (docs/verification.md, section 9). */
final class ResultJson {
  private ResultJson() {}

  static ObjectNode of(AttestationResult result) {
    ObjectNode node = Json.object().put("accepted", result.accepted());
    Json.findings(node.putArray("findings"), result.findings());
    if (result.own().size() == 1 && result.own().get(0).replayed() != null) {
      node.setAll(Json.log(result.own().get(0).replayed()));
    }
    node.put("platform", result.quoted().platform().text());
    quote(node.putObject("quote"), result.quoted());
    ArrayNode proofs = node.putArray("proofs");
    for (Proof each : result.proofs()) {
      proofs
          .addObject()
          .put("code", each.code())
          .put("subject", each.subject())
          .put("text", each.text());
    }
    ArrayNode chains = node.putArray("registers");
    for (RegisterChain each : result.chains()) {
      ObjectNode chain = chains.addObject();
      chain
          .put("name", each.register().text())
          .put("bank", each.expected().algorithm().kernelName())
          .put("value", each.expected().hex())
          .put("replayed", each.replayed().hex())
          .put("state", each.state().text());
      each.logs().forEach(chain.putArray("logs")::add);
    }
    logs(node.putArray("logs"), result);
    differences(node.putArray("differences"), result);
    return node;
  }

  private static void quote(ObjectNode node, QuotedRegisters quoted) {
    ArrayNode values = node.putArray("values");
    quoted
        .registers()
        .forEach(
            (name, value) -> {
              ObjectNode each = values.addObject().put("name", name);
              value.digest().ifPresent(d -> each.put("bank", d.algorithm().kernelName()));
              each.put("value", value.hex());
            });
    if (quoted.reportData() != null) {
      node.put("report_data", quoted.reportData().hex());
    }
    ObjectNode claims = node.putObject("claims");
    quoted.claims().forEach(claims::put);
  }

  private static void logs(ArrayNode logs, AttestationResult result) {
    for (GivenLog each : result.logs()) {
      ObjectNode log = logs.addObject();
      log.put("label", each.label())
          .put("kind", each.log().kind().text())
          .put("events", each.log().events().size());
      ArrayNode registers = log.putArray("registers");
      each.registers().forEach(name -> registers.add(name.text()));
    }
    for (OwnLog each : result.own()) {
      ObjectNode log = logs.addObject().put("label", each.label()).put("kind", "vmr");
      log.put("proven", each.proven()).putArray("registers").add(each.register().text());
      if (each.replayed() != null && result.own().size() > 1) {
        log.setAll(Json.log(each.replayed()));
      }
    }
  }

  private static void differences(ArrayNode differences, AttestationResult result) {
    for (LogDifference each : result.differences()) {
      ObjectNode node = differences.addObject();
      node.put("register", each.register()).put("number", each.number());
      side(node.putObject("left"), each.left());
      side(node.putObject("right"), each.right());
    }
  }

  private static void side(ObjectNode node, LogDifference.Side side) {
    node.put("log", side.label());
    side.extension()
        .ifPresent(digest -> node.put("place", side.place()).put("digest", digest.toString()));
  }
}
