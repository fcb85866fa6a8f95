package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.appraisal.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr manifest compute}. */
@Command(
    name = "compute",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the value that a machine is launched with, so that vmr verify --manifest proves a"
          + " manifest (docs/verification.md, section 8)."
    },
    footer = {
      "REGISTER: mrconfigid, mrowner or mrownerconfig (TDX, sha384), host_data (SEV-SNP, sha256),",
      "rpv (Arm CCA, sha512), pcr0 to pcr31 (AWS Nitro, sha384)."
    })
final class ManifestComputeCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "the manifest, an event log that begins at zeros")
  private Path file = Path.of("");

  @Option(
      names = "--for",
      paramLabel = "REGISTER",
      description = "the register that will hold it (default: mrconfigid)")
  private String register = "mrconfigid";

  @Option(
      names = "--alg",
      paramLabel = "ALG",
      description = "the register's algorithm, where it is not the usual one")
  private @Nullable String algorithm;

  @Option(names = "--hex", description = "print only the value in hex")
  private boolean hex;

  @Option(names = "--base64", description = "print only the value in Base64")
  private boolean base64;

  @Override
  public Integer call() throws IOException, EvidenceException {
    if ((hex ? 1 : 0) + (base64 ? 1 : 0) + (output.json() ? 1 : 0) > 1) {
      throw new CommandFailure(ExitCode.USAGE, "give one of --hex, --base64 and --json");
    }
    HashAlgorithm usual = usual();
    HashAlgorithm wanted = algorithm == null ? usual : Options.algorithm(algorithm);
    if (wanted.size() != usual.size()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          register + " holds " + usual.size() + " bytes, " + wanted + " has " + wanted.size());
    }
    Manifest manifest = Manifest.read(Options.file(file), wanted);
    if (hex) {
      output.out().println(manifest.value().hex());
    } else if (base64) {
      output.out().println(base64(manifest));
    } else if (output.json()) {
      output.print(json(manifest));
    } else {
      print(output.out(), manifest);
    }
    return ExitCode.OK;
  }

  /** The algorithm of as many bytes as the register has. */
  private HashAlgorithm usual() {
    if (register.matches("mrconfigid|mrowner|mrownerconfig|pcr([0-9]|[12][0-9]|3[01])")) {
      return HashAlgorithm.SHA384;
    }
    return switch (register) {
      case "host_data" -> HashAlgorithm.SHA256;
      case "rpv" -> HashAlgorithm.SHA512;
      default ->
          throw new CommandFailure(
              ExitCode.USAGE, "--for: nobody is launched with a value for '" + register + "'");
    };
  }

  private static String base64(Manifest manifest) {
    return Base64.getEncoder().encodeToString(manifest.value().toByteArray());
  }

  private ObjectNode json(Manifest manifest) {
    ObjectNode node = Json.log(manifest.log()).put("for", register);
    node.put("base64", base64(manifest));
    if (register.startsWith("pcr")) {
      ArrayNode extensions = node.putArray("extensions");
      manifest.extensions().forEach(each -> extensions.add(each.hex()));
    }
    return node;
  }

  private void print(PrintWriter out, Manifest manifest) {
    out.println(register + " " + manifest.value());
    out.println("hex     " + manifest.value().hex());
    out.println("base64  " + base64(manifest));
    switch (register) {
      case "mrconfigid", "mrowner", "mrownerconfig" ->
          out.println(
              "QEMU    -object tdx-guest,id=cc,%s=%s".formatted(register, base64(manifest)));
      case "host_data" ->
          out.println("QEMU    -object sev-snp-guest,id=cc,host-data=" + base64(manifest));
      case "rpv" -> {} // nothing that is released takes it yet
      default ->
          manifest
              .extensions()
              .forEach(each -> out.println("extend  " + register + " by " + each.hex()));
    }
  }
}
