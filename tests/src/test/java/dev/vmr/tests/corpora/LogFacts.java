package dev.vmr.tests.corpora;

import com.google.common.base.Splitter;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.Coverage;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a log says and replays to, in the words of the corpora. */
final class LogFacts implements Facts.Source {
  private final byte[] bytes;
  private final MeasurementLog log;
  private final StatedPcrs beside;

  LogFacts(byte[] bytes, StatedPcrs beside) throws UnknownLogException {
    this.bytes = bytes;
    this.log = MeasurementLogs.read(bytes);
    this.beside = beside;
  }

  MeasurementLog log() {
    return log;
  }

  /** The codes of its findings, each once, with a blank before it. */
  String codes() {
    return log.findings().stream()
        .map(each -> " " + each.code().text())
        .distinct()
        .collect(Collectors.joining());
  }

  @Override
  public Optional<String> find(String path, String stated) throws Exception {
    List<String> words = Splitter.on('/').splitToList(path);
    String last = words.get(words.size() - 1);
    return switch (words.get(0)) {
      case "replayed_pcrs" -> value("pcr" + last, words.get(1));
      case "replayed_rtmr" -> value("rtmr" + last, "sha384");
      case "replayed", "replayed_rtmr3" -> value("rtmr3", "sha384");
      case "expected" ->
          words.contains("pcrs") ? value("pcr" + last, words.get(2)) : value("rtmr3", "sha384");
      case "stated_match" -> Optional.of(Boolean.toString(log.complete()));
      case "stated_banks" -> Optional.of(Integer.toString(beside.agreeing(log, last)));
      case "mismatch" -> Optional.of(beside.differing(log).orElse("none"));
      case "banks" ->
          words.size() == 2 ? Optional.of(banks().get(Integer.parseInt(last))) : Optional.empty();
      case "format" -> Optional.of(log.kind() == LogKind.TCG_SHA1 ? "sha1" : "Spec ID Event03");
      case "events", "log_events" -> Optional.of(Integer.toString(events()));
      case "size", "file_size" -> Optional.of(Integer.toString(bytes.length));
      case "log_end" -> Optional.of(endsAt(Integer.parseInt(stated)) ? stated : "elsewhere");
      case "tail_hex" ->
          Optional.of(
              endsAt(bytes.length - stated.length() / 2)
                  ? HexFormat.of()
                      .formatHex(bytes, bytes.length - stated.length() / 2, bytes.length)
                  : "elsewhere");
      case "separators_per_mr" -> Optional.of(separators(Integer.parseInt(last) - 1));
      case "aael_events" ->
          Optional.of(
              new String(
                  tagged().get(Integer.parseInt(last)).claimedData(), StandardCharsets.ISO_8859_1));
      case "event_type" -> Optional.of("0x6"); // they were found as EV_EVENT_TAG
      case "aael_digest_is_sha384_of_event_data", "digest_is_over_content_tlv" ->
          Optional.of(Boolean.toString(allMeasured()));
      case "bad_rtmr3_digests" -> Optional.of(log.sound() ? "none" : "some");
      case "rtmr3_events" -> Optional.of(of("rtmr3").get(Integer.parseInt(last)).claimedType());
      case "records" -> record(Integer.parseInt(words.get(1)), Integer.parseInt(last), stated);
      default -> Optional.empty();
    };
  }

  private Optional<String> value(String register, String bank) {
    String value =
        log.replayed(new RegisterName(register), HashAlgorithm.ofKernelName(bank).orElseThrow())
            .hex();
    return Optional.of(value);
  }

  private List<String> banks() {
    TreeSet<HashAlgorithm> banks = new TreeSet<>();
    log.replayed().values().forEach(each -> banks.addAll(each.keySet()));
    return banks.stream().map(HashAlgorithm::kernelName).toList();
  }

  /** As the corpora count them: without the first of a crypto-agile log. */
  private int events() {
    boolean headed = log.kind() == LogKind.TCG2 || log.kind() == LogKind.CCEL;
    return log.events().size() - (headed ? 1 : 0);
  }

  /** Whether it is whole up to there, and not before. */
  private boolean endsAt(int end) throws UnknownLogException {
    MeasurementLog upTo = MeasurementLogs.read(Arrays.copyOf(bytes, end));
    MeasurementLog shorter = MeasurementLogs.read(Arrays.copyOf(bytes, end - 1));
    return upTo.complete()
        && upTo.events().size() == log.events().size()
        && shorter.events().size() < log.events().size();
  }

  private List<LoggedEvent> of(String register) {
    return log.events().stream()
        .filter(each -> each.register().filter(n -> n.text().equals(register)).isPresent())
        .toList();
  }

  private String separators(int rtmr) {
    return Long.toString(
        of("rtmr" + rtmr).stream()
            .filter(each -> each.claimedType().equals("EV_SEPARATOR"))
            .count());
  }

  private List<LoggedEvent> tagged() {
    return of("rtmr3").stream().filter(e -> e.claimedType().equals("EV_EVENT_TAG")).toList();
  }

  private boolean allMeasured() {
    return !of("rtmr3").isEmpty()
        && of("rtmr3").stream().allMatch(each -> each.coverage() == Coverage.MEASURED);
  }

  /** Number, register type and index, content type, type and beginning of the content. */
  private Optional<String> record(int number, int field, String stated) {
    LoggedEvent event = log.events().get(number);
    byte[] data = event.claimedData();
    return switch (field) {
      case 0 -> Optional.of(Integer.toString(number));
      case 1 -> Optional.of("108"); // the register is one of a confidential VM
      case 2 -> event.register().map(n -> n.text().equals("rtmr3") ? "4" : n.text());
      case 3 -> Optional.of(event.claimedType().equals("cos") ? "0x50" : event.claimedType());
      case 4 -> Optional.of(Integer.toString(data[0]));
      default ->
          Optional.of(
              new String(
                      data, 5, Math.min(stated.length(), data.length - 5), StandardCharsets.UTF_8)
                  .toLowerCase(Locale.ROOT));
    };
  }

  /** Values that the source of a log wrote beside it. */
  record StatedPcrs(Map<String, Map<Integer, String>> banks) {
    int agreeing(MeasurementLog log, String bank) {
      return (int)
          banks.getOrDefault(bank, Map.of()).entrySet().stream()
              .filter(each -> agrees(log, bank, each))
              .count();
    }

    Optional<String> differing(MeasurementLog log) {
      return banks.entrySet().stream()
          .flatMap(
              bank ->
                  bank.getValue().entrySet().stream()
                      .filter(each -> !agrees(log, bank.getKey(), each))
                      .map(each -> bank.getKey() + " pcr" + each.getKey()))
          .findFirst();
    }

    private static boolean agrees(
        MeasurementLog log, String bank, Map.Entry<Integer, String> stated) {
      return log.replayed(
              new RegisterName("pcr" + stated.getKey()),
              HashAlgorithm.ofKernelName(bank).orElseThrow())
          .hex()
          .equals(stated.getValue());
    }
  }
}
