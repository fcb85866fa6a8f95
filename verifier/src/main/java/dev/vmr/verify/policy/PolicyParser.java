package dev.vmr.verify.policy;

import com.google.common.collect.SetMultimap;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.event.LogKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads a policy (docs/policy.md, sections 1 and 2). */
final class PolicyParser {
  private static final String HEAD = "vmr policy 1";
  private static final String NUMBER = "0|[1-9][0-9]{0,11}";
  private static final String WORD = "[A-Za-z0-9_.-]{1,63}";

  private final String text;
  private final PolicyDraft draft = new PolicyDraft();
  private int line;
  private boolean begun;

  PolicyParser(String text) {
    this.text = text;
  }

  Policy parse() throws PolicyFormatException {
    if (text.length() > Policy.MAX_SIZE) {
      throw problem("a policy has at most 1 MiB");
    }
    String[] lines = text.split("\n", -1);
    for (String each : lines) {
      line++;
      checkCharacters(each);
      if (line == lines.length) {
        if (!each.isEmpty()) {
          throw problem("the last line has no LF");
        }
      } else if (!each.isEmpty() && !each.startsWith("#")) {
        statement(each);
      }
    }
    if (!begun) {
      throw problem("a policy begins with '" + HEAD + "'");
    }
    return new Policy(draft);
  }

  private void checkCharacters(String each) throws PolicyFormatException {
    if (!each.startsWith("#")) {
      for (int i = 0; i < each.length(); i++) {
        if (each.charAt(i) < ' ' || each.charAt(i) > '~') {
          throw problem("column " + (i + 1) + ": a statement is printable ASCII");
        }
      }
    }
  }

  private void statement(String statement) throws PolicyFormatException {
    if (!begun) {
      if (!statement.equals(HEAD)) {
        throw problem("a policy begins with '" + HEAD + "'");
      }
      begun = true;
      return;
    }
    List<String> words = Arrays.asList(statement.split(" ", -1));
    if (words.contains("")) {
      throw problem("words have one space between them, none before or after");
    }
    List<String> operands = words.subList(1, words.size());
    try {
      dispatch(words.get(0), operands);
    } catch (IllegalArgumentException e) {
      String reason = e.getMessage();
      throw problem(reason == null ? "not a value of this kind" : reason);
    }
  }

  private void dispatch(String word, List<String> operands) throws PolicyFormatException {
    switch (word) {
      case "platform" -> names(draft.platforms, operands, PolicyParser::platform);
      case "register" -> register(operands);
      case "virtual" -> virtual(operands);
      case "log" -> log(operands);
      case "nonce" -> {
        once(draft.nonceRequired, operands, "required");
        draft.nonceRequired = true;
      }
      case "report-data" -> reportData(operands);
      case "tcb" -> names(draft.tcb, operands, PolicyParser::word);
      case "age" -> age(operands);
      case "unlogged" -> add(draft.unlogged, operands, PolicyParser::word);
      case "jump" -> goingOn(operands, draft.jumps, draft.jumpValues);
      case "restore" -> goingOn(operands, draft.restores, draft.restoreValues);
      case "debug" -> {
        once(draft.debug, operands, "allowed");
        draft.debug = true;
      }
      case "simulated" -> {
        once(draft.simulated, operands, "allowed");
        draft.simulated = true;
      }
      default -> throw problem("unknown statement '" + shown(word) + "'");
    }
  }

  private void register(List<String> operands) throws PolicyFormatException {
    String name = word(operand(operands, 0, "a register"));
    expect(operands, 1, "is");
    List<String> values = operands.subList(2, operands.size());
    add(draft.registers, name, values, ReferenceValue::parse);
  }

  private void virtual(List<String> operands) throws PolicyFormatException {
    RegisterName name = new RegisterName(operand(operands, 0, "a virtual register"));
    String what = operand(operands, 1, "'is', 'extended' or 'locked'");
    if (what.equals("is")) {
      List<String> values = operands.subList(2, operands.size());
      add(draft.virtual, name, values, value -> ReferenceValue.of(Digest.parse(value)));
      return;
    }
    Policy.Demand demand =
        switch (what) {
          case "extended" -> Policy.Demand.EXTENDED;
          case "locked" -> Policy.Demand.LOCKED;
          default -> throw problem("expected 'is', 'extended' or 'locked'");
        };
    if (operands.size() > 2 || !draft.demands.put(name, demand)) {
      throw problem("'" + what + "' is said once and ends the line");
    }
  }

  private void log(List<String> operands) throws PolicyFormatException {
    String kind = operand(operands, 0, "a kind of log");
    if (Arrays.stream(LogKind.values()).noneMatch(each -> each.text().equals(kind))) {
      throw problem("there is no kind of log '" + shown(kind) + "'");
    }
    expect(operands, 1, "required");
    if (operands.size() > 2 || !draft.logs.add(kind)) {
      throw problem("'required' is said once and ends the line");
    }
  }

  private void reportData(List<String> operands) throws PolicyFormatException {
    String how = operand(operands, 0, "'is' or 'begins'");
    String hex = ReferenceValue.hex(operand(operands, 1, "hex/<hex>"));
    boolean whole = how.equals("is");
    if (!whole && !how.equals("begins")) {
      throw problem("expected 'is' or 'begins'");
    }
    if (operands.size() > 2 || (whole ? draft.reportData : draft.reportDataPrefix) != null) {
      throw problem("'report-data " + how + "' is said once, with one value");
    }
    if (whole) {
      draft.reportData = hex;
    } else {
      draft.reportDataPrefix = hex;
    }
  }

  private void age(List<String> operands) throws PolicyFormatException {
    String seconds = operand(operands, 0, "a number of seconds");
    if (!seconds.matches(NUMBER) || operands.size() > 1 || draft.age >= 0) {
      throw problem("'age' is said once, with a number of seconds");
    }
    draft.age = Long.parseLong(seconds);
  }

  /** {@code <register> any} or {@code <register> to <digest>…}. */
  private void goingOn(
      List<String> operands, Set<RegisterName> any, SetMultimap<RegisterName, Digest> values)
      throws PolicyFormatException {
    RegisterName name = new RegisterName(operand(operands, 0, "a register"));
    String what = operand(operands, 1, "'any' or 'to'");
    if (what.equals("to")) {
      add(values, name, operands.subList(2, operands.size()), Digest::parse);
    } else if (!what.equals("any") || operands.size() > 2 || !any.add(name)) {
      throw problem("expected 'any', once, or 'to'");
    }
  }

  private void once(boolean before, List<String> operands, String word)
      throws PolicyFormatException {
    if (before || operands.size() != 1 || !operands.get(0).equals(word)) {
      throw problem("expected '" + word + "', once, and nothing behind it");
    }
  }

  private void names(Set<String> set, List<String> operands, Function<String, String> reading)
      throws PolicyFormatException {
    if (!set.isEmpty()) {
      throw problem("this statement is made once");
    }
    add(set, operands, reading);
  }

  private void add(Set<String> set, List<String> operands, Function<String, String> reading)
      throws PolicyFormatException {
    operand(operands, 0, "a name");
    for (String each : operands) {
      if (!set.add(reading.apply(each))) {
        throw problem("'" + shown(each) + "' is there already");
      }
    }
  }

  private <K, V> void add(
      SetMultimap<K, V> map, K key, List<String> operands, Function<String, V> reading)
      throws PolicyFormatException {
    operand(operands, 0, "a value");
    for (String each : operands) {
      if (!map.put(key, reading.apply(each))) {
        throw problem("the value " + shown(each) + " is there already");
      }
    }
  }

  private static String platform(String name) {
    boolean known =
        Arrays.stream(QuotedPlatform.values())
            .anyMatch(each -> each != QuotedPlatform.UNKNOWN && each.text().equals(name));
    if (!known) {
      throw new IllegalArgumentException("there is no platform '" + shown(name) + "'");
    }
    return name;
  }

  private static String word(String text) {
    if (!text.matches(WORD)) {
      throw new IllegalArgumentException("a name is written with A-Z a-z 0-9 _ . -");
    }
    return text;
  }

  private String operand(List<String> operands, int index, String expected)
      throws PolicyFormatException {
    if (index >= operands.size()) {
      throw problem("expected " + expected + " here");
    }
    return operands.get(index);
  }

  private void expect(List<String> operands, int index, String word) throws PolicyFormatException {
    if (!operand(operands, index, "'" + word + "'").equals(word)) {
      throw problem("expected '" + word + "' here");
    }
  }

  private static String shown(String word) {
    return word.length() > 40 ? word.substring(0, 40) + "..." : word;
  }

  private PolicyFormatException problem(String reason) {
    return new PolicyFormatException(line, reason);
  }
}
