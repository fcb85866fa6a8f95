package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The receipt of a record. */
final class Receipts {
  private Receipts() {}

  static void print(Output output, JsonNode reply) {
    JsonNode receipt = reply.path("receipt");
    if (output.json()) {
      output.print(receipt);
    } else {
      output
          .out()
          .println(
              "record "
                  + receipt.path("record").asLong()
                  + " of "
                  + receipt.path("physical").asText()
                  + " "
                  + receipt.path("digest").asText());
    }
  }
}
