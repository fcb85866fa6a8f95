package dev.vmr.tests.hostile;

import com.google.common.io.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command that a TPM has accepted, from a file {@code NN-name.command}: lines of hex, each with
 * what it is behind it. The numbers are the order in which all of them succeed on one libtpms that
 * begins with the state {@code permanent-state.hex}.
 *
 * @param name of the file
 * @param bytes the command
 * @param locality at which it is sent
 * @param pcrOnlyCode what the engine pcr-only answers
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as the test
record RecordedCommand(String name, byte[] bytes, int locality, int pcrOnlyCode) {
  private static final String SUFFIX = ".command";

  static List<RecordedCommand> all() throws IOException {
    try (Stream<Path> files = Files.list(file("."))) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(RecordedCommand::read)
          .toList();
    }
  }

  /** The permanent state of the libtpms that the commands were recorded with. */
  static byte[] permanentState() throws IOException {
    return hex(Files.readAllLines(file("permanent-state.hex")));
  }

  private static Path file(String name) {
    try {
      return Path.of(Resources.getResource(RecordedCommand.class, name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RecordedCommand read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
      String name = file.getFileName().toString().replace(SUFFIX, "");
      String locality = setting(lines, "locality: ", "0");
      String code = setting(lines, "pcr-only: ", "0");
      return new RecordedCommand(
          name, hex(lines), Integer.parseInt(locality), Integer.parseInt(code, 16));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(List<String> lines, String key, String otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElse(otherwise);
  }

  private static byte[] hex(List<String> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : lines) {
      int space = line.indexOf(' ');
      String word = space < 0 ? line : line.substring(0, space);
      if (word.matches("([0-9a-f]{2})+")) {
        bytes.writeBytes(HexFormat.of().parseHex(word));
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
