package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaListReplay;
import dev.vmr.linux.UnixConnection;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What the demo's application, TPM client and forger do. */
final class DemoSteps {
  private static final int PCR = 10;
  private static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  private DemoSteps() {}

  static void extendApplication(Client client, PrintWriter out) {
    for (String what : List.of("configuration loaded", "model verified", "ready")) {
      Digest digest = HashAlgorithm.SHA384.hash(what.getBytes(StandardCharsets.UTF_8));
      ObjectNode parameters = Json.object().put("name", "mr_app").put("note", what);
      parameters.putArray("digests").add(digest.toString());
      long record = client.call("Extend", parameters).path("receipt").path("record").asLong();
      out.println("   record " + record + ": " + what);
    }
  }

  /** Sends what a kernel sends: one PCR_Extend with a digest for each bank. */
  static void measure(Path socket, byte[] list, PrintWriter out) throws IOException {
    List<List<Digest>> entries = new ArrayList<>();
    try {
      ImaListReplay.read(
          new ByteArrayInputStream(list),
          entry ->
              entries.add(
                  BANKS.stream()
                      .map(bank -> entry.violation() ? Digest.filled(bank, 0xFF) : entry.hash(bank))
                      .toList()));
    } catch (ImaFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
    byte[] response = new byte[CommandHeader.SIZE];
    byte[] command = response;
    try (UnixConnection tpm = UnixConnection.connect(socket)) {
      for (List<Digest> digests : entries) {
        command = Commands.pcrExtend(PCR, digests);
        tpm.write(command, 0, command.length);
        response = new byte[64];
        int size = tpm.read(response, 0, response.length);
        if (size < CommandHeader.SIZE || CommandHeader.responseCode(response) != 0) {
          throw new IOException("the TPM does not extend PCR " + PCR);
        }
        response = Arrays.copyOf(response, size);
      }
    }
    out.println("   " + entries.size() + " TPM2_PCR_Extend, the last one");
    out.println("   > " + HexFormat.of().formatHex(command, 0, 60) + "...");
    out.println("   < " + HexFormat.of().formatHex(response));
  }

  /** Changes one hex digit of the third extension of mr_ima. */
  static String forge(String log, PrintWriter out) {
    String mark = "mr_ima extend sha1/";
    int at = 0;
    for (int i = 0; i < 3; i++) {
      at = log.indexOf(mark, at) + mark.length();
    }
    char changed = log.charAt(at) == '0' ? '1' : '0';
    long line = log.substring(0, at).lines().count();
    out.println("   line " + line + ": " + mark + log.substring(at, at + 8) + "...");
    out.println("   becomes " + mark + changed + log.substring(at + 1, at + 8) + "...");
    return log.substring(0, at) + changed + log.substring(at + 1);
  }
}
