package dev.vmr.tpm.engine;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The golden file {@code commands.txt}. */
final class CommandTable {
  record Row(String name, String hex, int code) {
    byte[] command() {
      return HexFormat.of().parseHex(hex);
    }
  }

  private CommandTable() {}

  static List<Row> rows() throws IOException {
    return Resources.readLines(
            Resources.getResource(CommandTable.class, "commands.txt"), StandardCharsets.US_ASCII)
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Splitter.on('|').splitToList(line))
        .map(fields -> new Row(fields.get(0), fields.get(1), Integer.parseInt(fields.get(2), 16)))
        .toList();
  }
}
