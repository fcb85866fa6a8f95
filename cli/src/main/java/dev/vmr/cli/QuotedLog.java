package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.register.Digest;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One log against a value that somebody else has taken from a quote. */
final class QuotedLog {
  private final PartOptions parts;
  private final Digest value;
  private final @Nullable CheckpointFile state;

  QuotedLog(PartOptions parts, Digest value, @Nullable CheckpointFile state) {
    this.parts = parts;
    this.value = value;
    this.state = state;
  }

  Verdict verify(@Nullable Digest initial, boolean checkPrefix)
      throws IOException, EvidenceException {
    Path log = parts.log;
    if (log == null) {
      throw new CommandFailure(ExitCode.USAGE, "with --quoted, --log is needed");
    }
    Verification verification =
        new Verification(Options.file(log), QuotedRegister.verifiedElsewhere(value));
    if (initial != null) {
      verification.explainedStart(initial);
    }
    if (parts.ima != null) {
      verification.ima(Options.file(parts.ima), parts.imaRegister());
    }
    if (parts.pcrs != null) {
      verification.pcrs(Options.file(parts.pcrs));
    }
    if (parts.biosLog != null) {
      verification.bootLog(Options.file(parts.biosLog));
    }
    if (state != null) {
      verification.checkpoint(state.read(value.algorithm()), checkPrefix);
    }
    Verdict verdict = verification.run();
    if (state != null && verdict.checkpoint().isPresent()) {
      state.write(verdict.checkpoint().get());
    }
    return verdict;
  }

  static ObjectNode json(Verdict verdict) {
    ObjectNode node = Json.object().put("accepted", verdict.accepted());
    Json.findings(node.putArray("findings"), verdict.findings());
    node.setAll(Json.log(verdict.log()));
    return node;
  }

  static void print(PrintWriter out, Verdict verdict) {
    for (Finding finding : verdict.findings()) {
      out.println(finding);
    }
    out.println(
        verdict.accepted()
            ? "ACCEPTED: " + verdict.log().records() + " records replay to the quoted value"
            : "REJECTED");
  }
}
