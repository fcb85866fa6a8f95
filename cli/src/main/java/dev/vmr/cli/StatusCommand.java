package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vmr status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "How the daemon's physical registers, their logs and the TPM stand.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    JsonNode status;
    try (Client client = socket.connect()) {
      status = client.call("Status", Json.object());
    }
    if (output.json()) {
      output.print(status);
    } else {
      print(output.out(), status);
    }
    for (JsonNode physical : status.path("physical")) {
      if (physical.has("stopped")) {
        return ExitCode.DAEMON;
      }
    }
    boolean failed = status.path("ima").path("state").asText().equals("failed");
    return failed ? ExitCode.DAEMON : ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode status) {
    out.println("platform " + status.path("platform").asText());
    for (JsonNode physical : status.path("physical")) {
      out.println(
          physical.path("name").asText()
              + " "
              + physical.path("algorithm").asText()
              + "/"
              + physical.path("value").asText());
      out.println(
          "  "
              + physical.path("records").asLong()
              + " records, "
              + physical.path("size").asLong()
              + " bytes in "
              + physical.path("log").asText());
      out.println("  extended by others: " + times(physical.path("jumps").asLong()));
      out.println("  at start: " + physical.path("recovery").asText());
      if (physical.has("stopped")) {
        out.println("  STOPPED: " + physical.path("stopped").asText());
      }
    }
    for (JsonNode register : status.path("registers")) {
      if (!register.path("extendable").asBoolean() && register.has("value")) {
        out.println(
            register.path("name").asText()
                + " "
                + register.path("algorithm").asText()
                + "/"
                + register.path("value").asText()
                + ", read-only");
      }
    }
    if (status.has("tpm")) {
      JsonNode tpm = status.path("tpm");
      out.println("tpm " + tpm.path("engine").asText() + ", " + tpm.path("state").asText());
      tpm.path("transports").forEach(each -> out.println("  " + each.asText()));
    }
    if (status.has("ima")) {
      printIma(out, status.path("ima"));
    }
  }

  private static void printIma(PrintWriter out, JsonNode ima) {
    out.println("ima " + ima.path("list").asText() + ", " + ima.path("state").asText());
    out.println(
        "  "
            + ima.path("register").asText()
            + ": "
            + ima.path("entries").asLong()
            + " entries, lag "
            + ima.path("behind").asLong()
            + " entries, "
            + ima.path("lag_ms").asLong()
            + " ms; the longest was "
            + ima.path("longest_lag_ms").asLong()
            + " ms");
    if (ima.path("gaps").asLong() > 0) {
      out.println(
          "  ENTRIES MAY BE MISSING, "
              + times(ima.path("gaps").asLong())
              + ": they could be deleted from the list before they were followed");
    }
    if (ima.has("reason")) {
      out.println("  " + ima.path("reason").asText());
    }
  }

  private static String times(long count) {
    return count == 0 ? "never" : count == 1 ? "once" : count + " times";
  }
}
