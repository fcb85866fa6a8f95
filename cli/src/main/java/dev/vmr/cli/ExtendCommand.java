package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.register.Digest;
import dev.vmr.register.DigestFormatException;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr extend}. */
@Command(
    name = "extend",
    mixinStandardHelpOptions = true,
    description = {
      "Extends a virtual register, in all given banks at once.",
      "A digest is written <algorithm>/<lower-case hex>."
    })
final class ExtendCommand implements Callable<Integer> {
  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "NAME", description = "the register")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "DIGEST",
      description = "what to extend it by, such as sha384/cb00...25a7")
  private List<String> digests = List.of();

  @Option(names = "--file", paramLabel = "FILE", description = "extend by the hash of a file")
  private @Nullable Path file;

  @Option(
      names = "--bank",
      paramLabel = "ALG",
      defaultValue = "sha384",
      description = "with --file: the banks (default: sha384)")
  private List<String> banks = List.of();

  @Option(names = "--note", paramLabel = "TEXT", description = "a note in the event log")
  private @Nullable String note;

  @Override
  public Integer call() throws IOException {
    ObjectNode parameters = Json.object().put("name", name);
    ArrayNode array = parameters.putArray("digests");
    for (Digest digest : wanted()) {
      array.add(digest.toString());
    }
    if (note != null) {
      parameters.put("note", note);
    }
    try (Client client = socket.connect()) {
      Receipts.print(output, client.call("Extend", parameters));
    }
    return ExitCode.OK;
  }

  private List<Digest> wanted() throws IOException {
    if (digests.isEmpty() == (file == null)) {
      throw new CommandFailure(ExitCode.USAGE, "give either digests or --file");
    }
    List<Digest> wanted = new ArrayList<>();
    try {
      for (String digest : digests) {
        wanted.add(Digest.parse(digest));
      }
    } catch (DigestFormatException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    for (String bank : file == null ? List.<String>of() : banks) {
      wanted.add(hash(file, Options.algorithm(bank)));
    }
    return wanted;
  }

  private static Digest hash(Path file, HashAlgorithm algorithm) throws IOException {
    MessageDigest digest = algorithm.newMessageDigest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return Digest.of(algorithm, digest.digest());
  }
}
