package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.ima.ImaRule;
import dev.vmr.record.Define;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.BootAggregateCheck;
import dev.vmr.verify.BootPcrs;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.ImaCheck;
import dev.vmr.verify.LogCheck;
import dev.vmr.verify.PcrValues;
import dev.vmr.verify.Source;
import dev.vmr.verify.event.MeasurementLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr ima check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Whether an IMA list is what a register was extended by (docs/ima.md, section 7).",
      "The register is taken from an event log (--log), its values alone from --bank, PCR values",
      "from --pcrs; each that is given is compared. Without any of them log and register are asked",
      "of the daemon."
    },
    footer = "Exit code: 0 all agrees, 1 something does not, 3 unreadable or malformed.")
final class ImaCheckCommand implements Callable<Integer> {
  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "a list, binary or ASCII")
  private Path file = Path.of("");

  @Option(names = "--log", paramLabel = "FILE", description = "the event log of the register")
  private @Nullable Path log;

  @Option(
      names = "--register",
      paramLabel = "NAME",
      defaultValue = "mr_ima",
      description = "the register in the log (default: mr_ima)")
  private String register = "mr_ima";

  @Option(
      names = "--bank",
      paramLabel = "ALG:HEX",
      description = "a value that the list must replay to; may be repeated")
  private List<String> banks = new ArrayList<>();

  @Option(
      names = "--pcrs",
      paramLabel = "FILE",
      description = "PCR values, of tpm2_pcrread or such")
  private @Nullable Path pcrs;

  @Option(
      names = "--bios-log",
      paramLabel = "FILE",
      description = "the firmware's TCG2 log, for boot_aggregate")
  private @Nullable Path biosLog;

  @Option(
      names = "--pcr",
      paramLabel = "N",
      description = "the PCR whose entries are meant (default: the register's, else 10)")
  private @Nullable Integer pcr;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      defaultValue = "auto",
      description = "auto, real, padded-sha1 or mixed (docs/ima.md, section 5; default: auto)")
  private String rule = "auto";

  @Override
  public Integer call() throws IOException, EvidenceException {
    Source list = Options.file(file);
    @Nullable Source events = events();
    @Nullable ReplayedLog replayed =
        events == null ? null : LogCheck.replay(events, HashAlgorithm.SHA384, null).result();
    @Nullable VirtualRegister known = replayed == null ? null : register(replayed);
    int index = pcr != null ? pcr : known == null ? ImaCheck.USUAL_PCR : pcrOf(known);
    ImaCheck check = new ImaCheck(list, index, rule());
    if (known != null && events != null) {
      check.register(known, events);
    }
    if (!banks.isEmpty()) {
      check.values("the value given", banks());
    }
    List<PcrValues.Value> values = pcrs == null ? List.of() : BootPcrFiles.values(pcrs);
    if (pcrs != null) {
      check.values("PCR " + index, bank(values, index));
    }
    List<Finding> findings = new ArrayList<>();
    if (replayed != null) {
      for (LogFinding each : replayed.findings()) {
        findings.add(Finding.error(each.code().text(), each.line(), each.text()));
      }
    }
    findings.addAll(check.run());
    findings.addAll(bootAggregate(list, values, replayed));
    print(findings);
    return findings.stream().anyMatch(each -> each.severity() == Finding.Severity.ERROR)
        ? ExitCode.REJECTED
        : ExitCode.OK;
  }

  private @Nullable ImaRule rule() {
    return rule.equals("auto")
        ? null
        : ImaRule.of(rule)
            .orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "--rule: there is no rule " + rule));
  }

  /** The event log that was named, or the daemon's when nothing was. */
  private @Nullable Source events() throws IOException {
    if (log != null) {
      return Options.file(log);
    }
    if (!banks.isEmpty() || pcrs != null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    try (Client client = socket.connect()) {
      JsonNode shown = client.call("Read", Json.object().put("name", register)).path("register");
      client.stream(
          "Log",
          Json.object().put("physical", shown.path("physical").asText()),
          reply -> text.append(reply.path("text").asText()));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return () -> new ByteArrayInputStream(bytes);
  }

  private VirtualRegister register(ReplayedLog replayed) throws EvidenceException {
    RegisterName name = Options.register("--register", register);
    VirtualRegister found = replayed.registers().get(name);
    if (found == null) {
      throw new EvidenceException("the log has no register " + name);
    }
    return found;
  }

  private static int pcrOf(VirtualRegister register) {
    return register.definition().map(Define::pcr).orElse(ImaCheck.USUAL_PCR);
  }

  private Map<HashAlgorithm, Digest> banks() {
    Map<HashAlgorithm, Digest> values = new EnumMap<>(HashAlgorithm.class);
    for (String text : banks) {
      Digest value = Options.digest("--bank", text);
      if (values.put(value.algorithm(), value) != null) {
        throw new CommandFailure(ExitCode.USAGE, "--bank: " + value.algorithm() + " given twice");
      }
    }
    return values;
  }

  private static Map<HashAlgorithm, Digest> bank(List<PcrValues.Value> values, int pcr)
      throws EvidenceException {
    Map<HashAlgorithm, Digest> banks = new EnumMap<>(HashAlgorithm.class);
    for (PcrValues.Value value : values) {
      if (value.pcr() == pcr) {
        banks.put(value.claimed().algorithm(), value.claimed());
      }
    }
    if (banks.isEmpty()) {
      throw new EvidenceException("PCR values: there is no PCR " + pcr);
    }
    return banks;
  }

  private List<Finding> bootAggregate(
      Source list, List<PcrValues.Value> values, @Nullable ReplayedLog replayed)
      throws IOException, EvidenceException {
    List<Finding> findings = new ArrayList<>();
    Map<HashAlgorithm, List<Digest>> read = BootPcrs.of(values);
    if (!read.isEmpty()) {
      findings.addAll(BootAggregateCheck.check(list, "the PCR values", read));
    }
    Map<HashAlgorithm, List<Digest>> logged =
        replayed == null ? Map.of() : BootPcrs.of(replayed.registers().values());
    if (!logged.isEmpty()) {
      findings.addAll(BootAggregateCheck.check(list, "the event log", logged));
    }
    if (biosLog != null) {
      MeasurementLog boot = BootPcrFiles.firmwareLog(biosLog);
      if (!boot.complete()) {
        findings.add(Finding.error("bootlog-malformed", boot.findings().toString()));
      }
      findings.addAll(BootAggregateCheck.check(list, "the firmware log", BootPcrs.of(boot)));
    }
    return findings;
  }

  private void print(List<Finding> findings) {
    boolean agrees = findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    if (output.json()) {
      ObjectNode node = Json.object().put("ok", agrees);
      Json.findings(node.putArray("findings"), findings);
      output.print(node);
      return;
    }
    findings.forEach(output.out()::println);
    output.out().println(agrees ? "all agrees" : "REJECTED");
  }
}
