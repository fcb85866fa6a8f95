package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.ImaPrefix;
import dev.vmr.verify.bundle.BundleBuilder;
import dev.vmr.verify.bundle.BundleMetadata;
import dev.vmr.verify.bundle.EvidenceBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmr evidence}. */
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a quote, the logs and what belongs to them into one file (docs/evidence.md).",
      "Quote and logs are the daemon's, or with --quote those of files."
    },
    footer =
        "Exit code: 0 done, 2 usage, 3 unreadable or malformed input, 4 no daemon or no quote.",
    subcommands = EvidenceShowCommand.class)
final class EvidenceCommand implements Callable<Integer> {
  private static final int REPORT_DATA = 64;

  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final PartOptions parts = new PartOptions();
  @Mixin private final NonceOption nonce = new NonceOption();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--register",
      paramLabel = "NAME",
      description = "only the logs of these physical registers of the daemon; repeatable")
  private final List<String> registers = new ArrayList<>();

  @Option(names = "--out", paramLabel = "FILE", description = "where to (default: standard output)")
  private @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "cbor",
      description = "cbor or json (default: cbor)")
  private String format = "cbor";

  /** What came from the daemon: logs by physical register. */
  private final Map<String, byte[]> logs = new LinkedHashMap<>();

  private Optional<String> platform = Optional.empty();

  @Override
  public Integer call() throws IOException, EvidenceException {
    EvidenceBundle.Form form =
        Arrays.stream(EvidenceBundle.Form.values())
            .filter(each -> each.text().equals(format))
            .findFirst()
            .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "--format: cbor or json"));
    BundleBuilder bundle = new BundleBuilder();
    if (parts.quote != null) {
      if (nonce.bytes() != null || !registers.isEmpty()) {
        throw new CommandFailure(
            ExitCode.USAGE, "--nonce and --register are for the daemon, --quote is without one");
      }
      PartOptions.put(parts.quote, bundle::quote);
    } else if (parts.log != null) {
      throw new CommandFailure(ExitCode.USAGE, "--log is for --quote; the daemon has its own logs");
    } else {
      ask(bundle);
    }
    parts.give(bundle);
    for (byte[] log : logs.values()) {
      bundle.log(log, null);
    }
    ima(bundle);
    bundle.metadata(
        new BundleMetadata(
            Optional.of(Instant.now()), Optional.of("vmr " + Vmr.Version.text()), platform));
    write(bundle.build(), form);
    return ExitCode.OK;
  }

  private void ask(BundleBuilder bundle) throws EvidenceException {
    byte[] given = nonce.bytes();
    ObjectNode parameters = Json.object();
    if (given != null) {
      parameters.put("report_data", HexFormat.of().formatHex(Arrays.copyOf(given, REPORT_DATA)));
    }
    JsonNode reply;
    try (Client client = socket.connect()) {
      reply = client.call("Evidence", parameters);
    }
    platform = Optional.of(reply.path("platform").asText());
    try {
      bundle.quote(Base64.getDecoder().decode(reply.path("quote").asText()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.DAEMON, "the daemon's quote is no Base64");
    }
    for (JsonNode log : reply.path("logs")) {
      logs.put(
          log.path("physical").asText(),
          log.path("text").asText().getBytes(StandardCharsets.US_ASCII));
    }
    for (String each : registers) {
      if (!logs.containsKey(each)) {
        throw new CommandFailure(
            ExitCode.USAGE, "--register: the daemon owns " + String.join(", ", logs.keySet()));
      }
    }
    if (!registers.isEmpty()) {
      logs.keySet().retainAll(registers);
    }
  }

  private void ima(BundleBuilder bundle) throws IOException, EvidenceException {
    if (parts.ima == null) {
      return;
    }
    PartOptions.put(
        parts.ima,
        content -> {
          byte[] list = content;
          for (byte[] log : logs.values()) {
            list = ImaPrefix.of(list, parts.imaRegister(), log);
          }
          bundle.ima(parts.imaRegister(), list);
        });
  }

  private void write(EvidenceBundle bundle, EvidenceBundle.Form form)
      throws IOException, EvidenceException {
    byte[] bytes = bundle.format(form);
    if (bytes.length > EvidenceBundle.MAX_SIZE) {
      throw new EvidenceException(
          "a bundle has at most 16 MiB, this one would have " + bytes.length + " bytes");
    }
    if (out == null) {
      System.out.write(bytes);
      System.out.flush();
    } else {
      Files.write(out, bytes);
    }
    if (output.json() && out != null) {
      output.print(EvidenceShowCommand.json(bundle));
    }
  }
}
