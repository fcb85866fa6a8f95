package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Registers as the API describes them, one line for each bank. */
final class RegisterTable {
  private RegisterTable() {}

  static void print(PrintWriter out, Iterable<JsonNode> registers) {
    Table table = new Table("NAME", "BANK", "VALUE", "EXTENSIONS", "PHYSICAL", "");
    for (JsonNode register : registers) {
      boolean first = true;
      for (JsonNode bank : register.path("banks")) {
        table.row(
            first ? register.path("name").asText() : "",
            bank.path("algorithm").asText(),
            bank.path("value").asText(),
            first ? register.path("extends").asText() : "",
            first ? register.path("physical").asText() : "",
            first ? remarks(register) : "");
        first = false;
      }
      if (first) {
        table.row(register.path("name").asText(), "-", "-", "0", "", remarks(register));
      }
    }
    table.print(out);
  }

  private static String remarks(JsonNode register) {
    StringBuilder text = new StringBuilder();
    if (register.has("pcr")) {
      text.append("PCR ").append(register.path("pcr").asInt()).append(' ');
    }
    if (register.path("resets").asLong() > 0) {
      text.append("resets ").append(register.path("resets").asLong()).append(' ');
    }
    return text.append(register.path("locked").asBoolean() ? "locked" : "").toString().strip();
  }
}
