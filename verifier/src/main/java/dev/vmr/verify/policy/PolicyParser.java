package dev.vmr.verify.policy;

import com.google.common.collect.SetMultimap;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.event.LogKind;
import java.util.Arrays;
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
      Statement.checkCharacters(line, each);
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

  private void statement(String statement) throws PolicyFormatException {
    if (!begun) {
      if (!statement.equals(HEAD)) {
        throw problem("a policy begins with '" + HEAD + "'");
      }
      begun = true;
      return;
    }
    Statement read = Statement.of(line, statement);
    try {
      dispatch(read);
    } catch (IllegalArgumentException e) {
      String reason = e.getMessage();
      throw problem(reason == null ? "not a value of this kind" : reason);
    }
  }

  private void dispatch(Statement statement) throws PolicyFormatException {
    switch (statement.word()) {
      case "platform" -> names(statement, draft.platforms, PolicyParser::platform);
      case "register" -> register(statement);
      case "virtual" -> virtual(statement);
      case "log" -> log(statement);
      case "nonce" -> {
        statement.once(draft.nonceRequired, "required");
        draft.nonceRequired = true;
      }
      case "revocation" -> {
        statement.once(draft.revocationRequired, "required");
        draft.revocationRequired = true;
      }
      case "report-data" -> reportData(statement);
      case "tcb" -> names(statement, draft.tcb, PolicyParser::word);
      case "age" -> age(statement);
      case "unlogged" -> statement.addTo(draft.unlogged, PolicyParser::word);
      case "jump" -> goingOn(statement, draft.jumps, draft.jumpValues);
      case "restore" -> goingOn(statement, draft.restores, draft.restoreValues);
      case "debug" -> {
        statement.once(draft.debug, "allowed");
        draft.debug = true;
      }
      case "simulated" -> {
        statement.once(draft.simulated, "allowed");
        draft.simulated = true;
      }
      default -> throw problem("unknown statement '" + Statement.shown(statement.word()) + "'");
    }
  }

  private void register(Statement statement) throws PolicyFormatException {
    String name = word(statement.operand(0, "a register"));
    statement.expect(1, "is");
    statement.addTo(draft.registers, name, 2, ReferenceValue::parse);
  }

  private void virtual(Statement statement) throws PolicyFormatException {
    RegisterName name = new RegisterName(statement.operand(0, "a virtual register"));
    String what = statement.operand(1, "'is', 'of', 'extended' or 'locked'");
    switch (what) {
      case "is" ->
          statement.addTo(draft.virtual, name, 2, value -> ReferenceValue.of(Digest.parse(value)));
      case "of" -> {
        String origin = word(statement.operand(2, "a register"));
        if (statement.operands().size() > 3 || draft.origins.putIfAbsent(name, origin) != null) {
          throw problem("'of' is said once, with one register");
        }
      }
      case "extended" -> demand(statement, name, Policy.Demand.EXTENDED);
      case "locked" -> demand(statement, name, Policy.Demand.LOCKED);
      default -> throw problem("expected 'is', 'of', 'extended' or 'locked'");
    }
  }

  private void demand(Statement statement, RegisterName name, Policy.Demand demand)
      throws PolicyFormatException {
    if (statement.operands().size() > 2 || !draft.demands.put(name, demand)) {
      throw problem("'" + statement.operands().get(1) + "' is said once and ends the line");
    }
  }

  private void log(Statement statement) throws PolicyFormatException {
    String kind = statement.operand(0, "a kind of log");
    if (Arrays.stream(LogKind.values()).noneMatch(each -> each.text().equals(kind))) {
      throw problem("there is no kind of log '" + Statement.shown(kind) + "'");
    }
    statement.expect(1, "required");
    if (statement.operands().size() > 2 || !draft.logs.add(kind)) {
      throw problem("'required' is said once and ends the line");
    }
  }

  private void reportData(Statement statement) throws PolicyFormatException {
    String how = statement.operand(0, "'is' or 'begins'");
    String hex = ReferenceValue.hex(statement.operand(1, "hex/<hex>"));
    boolean whole = how.equals("is");
    if (!whole && !how.equals("begins")) {
      throw problem("expected 'is' or 'begins'");
    }
    boolean before = (whole ? draft.reportData : draft.reportDataPrefix) != null;
    if (statement.operands().size() > 2 || before) {
      throw problem("'report-data " + how + "' is said once, with one value");
    }
    if (whole) {
      draft.reportData = hex;
    } else {
      draft.reportDataPrefix = hex;
    }
  }

  private void age(Statement statement) throws PolicyFormatException {
    String seconds = statement.operand(0, "a number of seconds");
    if (!seconds.matches(NUMBER) || statement.operands().size() > 1 || draft.age >= 0) {
      throw problem("'age' is said once, with a number of seconds");
    }
    draft.age = Long.parseLong(seconds);
  }

  /** {@code <register> any} or {@code <register> to <digest>…}. */
  private void goingOn(
      Statement statement, Set<RegisterName> any, SetMultimap<RegisterName, Digest> values)
      throws PolicyFormatException {
    RegisterName name = new RegisterName(statement.operand(0, "a register"));
    String what = statement.operand(1, "'any' or 'to'");
    if (what.equals("to")) {
      statement.addTo(values, name, 2, Digest::parse);
    } else if (!what.equals("any") || statement.operands().size() > 2 || !any.add(name)) {
      throw problem("expected 'any', once, or 'to'");
    }
  }

  private void names(Statement statement, Set<String> set, Function<String, String> reading)
      throws PolicyFormatException {
    if (!set.isEmpty()) {
      throw problem("this statement is made once");
    }
    statement.addTo(set, reading);
  }

  private static String platform(String name) {
    boolean known =
        Arrays.stream(QuotedPlatform.values())
            .anyMatch(each -> each != QuotedPlatform.UNKNOWN && each.text().equals(name));
    if (!known) {
      throw new IllegalArgumentException("there is no platform '" + Statement.shown(name) + "'");
    }
    return name;
  }

  private static String word(String text) {
    if (!text.matches(WORD)) {
      throw new IllegalArgumentException("a name is written with A-Z a-z 0-9 _ . -");
    }
    return text;
  }

  private PolicyFormatException problem(String reason) {
    return new PolicyFormatException(line, reason);
  }
}
