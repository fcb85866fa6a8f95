package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.bundle.BundlePart;
import dev.vmr.verify.bundle.EvidenceBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr evidence show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Lists the parts of a bundle, and judges none of them.",
    footer = "Exit code: 0 done, 2 usage, 3 no bundle, or unreadable.")
final class EvidenceShowCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "the bundle")
  private Path file = Path.of("");

  @Option(
      names = "--extract",
      paramLabel = "FOLDER",
      description = "also write each part to a file there; its name is the label, / as -")
  private @Nullable Path folder;

  @Override
  public Integer call() throws IOException, EvidenceException {
    EvidenceBundle bundle = BundleFile.read(file);
    if (folder != null) {
      Files.createDirectories(folder);
      for (BundlePart part : bundle.parts()) {
        Files.write(
            folder.resolve(part.label().text().replace('/', '-')), part.content().toByteArray());
      }
    }
    if (output.json()) {
      output.print(json(bundle));
      return ExitCode.OK;
    }
    Table table = new Table("PART", "TYPE", "SIZE", "SHA-256");
    for (BundlePart part : bundle.parts()) {
      table.row(
          part.label().text(),
          part.type().text(),
          String.valueOf(part.content().size()),
          digest(part));
    }
    table.print(output.out());
    return ExitCode.OK;
  }

  static ObjectNode json(EvidenceBundle bundle) {
    ObjectNode node = Json.object().put("type", EvidenceBundle.TYPE);
    ArrayNode parts = node.putArray("parts");
    for (BundlePart part : bundle.parts()) {
      parts
          .addObject()
          .put("label", part.label().text())
          .put("type", part.type().text())
          .put("size", part.content().size())
          .put("sha256", digest(part));
    }
    return node;
  }

  private static String digest(BundlePart part) {
    return HashAlgorithm.SHA256.hash(part.content().toByteArray()).hex();
  }
}
