package dev.vmr.tests.limits;

import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import java.util.Map;
import java.util.function.Supplier;

/** Reads every hostile log, in a JVM whose heap {@link HostileLogIT} has bounded. */
final class ReadHostileLogs {
  private ReadHostileLogs() {}

  public static void main(String[] args) {
    for (Map.Entry<String, Supplier<byte[]>> each : HostileLogs.all().entrySet()) {
      byte[] log = each.getValue().get();
      long start = System.nanoTime();
      String result = read(log);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("%-34s %6.2f s  %s%n", each.getKey(), seconds, result);
    }
    System.out.println("all read");
  }

  private static String read(byte[] log) {
    try {
      MeasurementLog read = MeasurementLogs.read(log);
      read.events().stream().limit(1).forEach(event -> event.claimedContent().fields());
      String first = read.findings().isEmpty() ? "" : ", " + read.findings().get(0).code().text();
      return read.kind() + ", " + read.events().size() + " events" + first;
    } catch (UnknownLogException e) {
      return e.getMessage();
    }
  }
}
