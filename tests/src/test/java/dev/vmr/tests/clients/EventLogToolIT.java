package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.tests.corpora.LogFolders;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.verify.convert.Conversion;
import dev.vmr.verify.convert.TargetFormat;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import dev.vmr.verify.log.MeasurementLogs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tpm2_eventlog and we read as many events in a log and replay them to the same values. */
class EventLogToolIT {
  private static final Pattern BANK = Pattern.compile("^  (sha[0-9]+):$");
  private static final Pattern VALUE = Pattern.compile("^    ([0-9]+) *: 0x([0-9a-f]+)$");

  @TempDir Path folder;

  private VmrProcess.Result tool(Path log) throws Exception {
    return Programs.run(folder, Map.of(), "tpm2_eventlog", log.toString());
  }

  private static Map<String, String> stated(String output) {
    Map<String, String> values = new TreeMap<>();
    String bank = "";
    for (String line : output.lines().toList()) {
      Matcher head = BANK.matcher(line);
      Matcher value = VALUE.matcher(line);
      if (head.matches()) {
        bank = head.group(1);
      } else if (value.matches()) {
        values.put("pcr" + value.group(1) + " " + bank, value.group(2));
      }
    }
    return values;
  }

  private static Map<String, String> replayed(MeasurementLog log) {
    Map<String, String> values = new TreeMap<>();
    log.replayed()
        .forEach(
            (name, banks) ->
                banks.forEach((bank, value) -> values.put(name + " " + bank, value.hex())));
    return values;
  }

  /** An event that extends nothing, other than the first of the log. */
  private static boolean isNoAction(LoggedEvent event) {
    return !event.extended() && event.place().value() > 0;
  }

  /**
   * PCR 0 as version 5.4 has it: it begins at zeros whatever the locality, and is extended by
   * events of type EV_NO_ACTION too. What the machines' TPMs held is what we replay; the corpus
   * says so.
   */
  private static Map<String, String> withNoActions(MeasurementLog log) {
    Map<String, String> values = new TreeMap<>();
    for (HashAlgorithm bank : log.replayed().getOrDefault(Registers.pcr(0), Map.of()).keySet()) {
      RegisterBank value = RegisterBank.zero(bank);
      for (LoggedEvent event : log.events()) {
        boolean pcr0 = event.register().filter(Registers.pcr(0)::equals).isPresent();
        if (pcr0 && (event.extended() || isNoAction(event))) {
          for (Digest digest : event.digests()) {
            value = digest.algorithm() == bank ? value.extendedBy(digest) : value;
          }
        }
      }
      values.put("pcr0 " + bank, value.value().hex());
    }
    return values;
  }

  private boolean agrees(Path file) throws Exception {
    VmrProcess.Result result = tool(file);
    long events = result.output().lines().filter(line -> line.startsWith("- EventNum")).count();
    if (result.exitCode() != 0 || events == 0) {
      return false; // it reads no log of the old form, and not every other
    }
    MeasurementLog log = MeasurementLogs.read(Files.readAllBytes(file));
    assertThat(log.events()).as("%s", file).hasSize((int) events);
    Map<String, String> ours = replayed(log);
    boolean noActions = log.events().stream().anyMatch(EventLogToolIT::isNoAction);
    Map<String, String> stated = stated(result.output());
    if (noActions && !stated.equals(ours)) {
      ours.putAll(withNoActions(log));
    }
    assertThat(ours).as("%s", file).isEqualTo(stated);
    return true;
  }

  @Test
  void onLogsOfRealMachines() throws Exception {
    Programs.require("tpm2_eventlog");
    Path corpus = LogFolders.firmware();
    int agreed = 0;
    try (Stream<Path> files = Files.walk(corpus)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        boolean log =
            !file.toString().matches(".*(\\.md|\\.json|\\.yaml|\\.txt|\\.b64|ascii.*|-bogus)");
        agreed += log && agrees(file) ? 1 : 0;
      }
    }
    System.out.println("tpm2_eventlog agrees on " + agreed + " logs of real machines");
    assertThat(agreed).isGreaterThanOrEqualTo(20);
  }

  @Test
  void onLogsThatWeWrite() throws Exception {
    Programs.require("tpm2_eventlog");
    Random random = new Random(5);
    StringBuilder log = new StringBuilder("SYNC sha256/" + "0".repeat(64) + "\n");
    log.append("vmr begin 1 boot/00000000-0000-4000-8000-000000000000 register/pcr16\n");
    for (int i = 0; i < 100; i++) {
      byte[] content = new byte[random.nextInt(64)];
      random.nextBytes(content);
      log.append("mr_app extend ").append(HashAlgorithm.SHA384.hash(content)).append("\n");
    }
    byte[] tcg2 =
        Conversion.convert(log.toString().getBytes(StandardCharsets.US_ASCII), TargetFormat.TCG2);
    assertThat(agrees(Files.write(folder.resolve("ours.tcg2"), tcg2))).isTrue();
  }
}
