package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.vmr.daemon.BootId;
import dev.vmr.daemon.ConfigException;
import dev.vmr.daemon.ConfigReader;
import dev.vmr.daemon.Daemon;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vmr demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Shows the main job in a temporary folder, on the simulated platform.")
final class DemoCommand implements Callable<Integer> {
  private static final RegisterName PHYSICAL = new RegisterName("rtmr3");
  private static final RegisterName IMA = new RegisterName("mr_ima");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, EvidenceException {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("vmr-demo-");
    try {
      run(new DemoFolder(folder), out);
      return ExitCode.OK;
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static void run(DemoFolder folder, PrintWriter out)
      throws IOException, EvidenceException {
    out.println("== A daemon owns rtmr3 of the simulated platform, in " + folder.path());
    String config = folder.configuration();
    out.println(config.indent(3).stripTrailing());
    byte[] list = imaList();
    Files.write(folder.imaList(), list);
    String log;
    byte[] quote;
    try (Daemon daemon = start(folder, config);
        Client client = Client.connect(folder.socket())) {
      out.println("   " + daemon.bridge().orElseThrow().transports().get(0));
      out.println();
      out.println("== An application extends mr_app through the API");
      DemoSteps.extendApplication(client, out);
      out.println();
      out.println("== A TPM client extends PCR 10 for each file that IMA measured");
      DemoSteps.measure(folder.tpm(), list, out);
      out.println();
      out.println("== Two names, one physical register");
      RegisterTable.print(out, client.call("List", Json.object()).path("registers"));
      JsonNode evidence = client.call("Evidence", Json.object());
      log = evidence.path("logs").path(0).path("text").asText();
      quote = Base64.getDecoder().decode(evidence.path("quote").asText());
      out.println();
      out.println("== Evidence: a quote and the event log, whose first lines are");
      log.lines().limit(4).forEach(line -> out.println("   " + line));
    }
    out.println();
    out.println("== The verifier, who has quote, log and IMA list, and nothing else");
    require(verify(folder, log, quote, out), true);
    out.println();
    out.println("== The same with one character of the log changed");
    String forged = DemoSteps.forge(log, out);
    require(verify(folder, forged, quote, out), false);
  }

  private static void require(boolean accepted, boolean expected) {
    if (accepted != expected) {
      throw new CommandFailure(ExitCode.REJECTED, "this is not what the demo is to show");
    }
  }

  private static byte[] imaList() throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream("demo-ima.bin")) {
      if (in == null) {
        throw new IOException("the recorded IMA list is not in the build");
      }
      return in.readAllBytes();
    }
  }

  private static Daemon start(DemoFolder folder, String config) throws IOException {
    try {
      return Daemon.start(
          ConfigReader.read(config), folder.path(), BootId.current(), Vmr.Version.text(), () -> {});
    } catch (ConfigException e) {
      throw new IllegalStateException("the demo's own configuration is wrong", e);
    }
  }

  private static boolean verify(DemoFolder folder, String log, byte[] quote, PrintWriter out)
      throws IOException, EvidenceException {
    Files.writeString(folder.log(), log, StandardCharsets.US_ASCII);
    QuotedRegister quoted =
        Quotes.verify(quote, QuoteContext.pinned(Instant.now()).withSimulated(true))
            .register(PHYSICAL.text());
    Verification verification = new Verification(Options.file(folder.log()), quoted);
    verification.ima(Options.file(folder.imaList()), IMA);
    Verdict verdict = verification.run();
    QuotedLog.print(out, verdict);
    return verdict.accepted();
  }
}
