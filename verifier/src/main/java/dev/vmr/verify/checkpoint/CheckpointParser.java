package dev.vmr.verify.checkpoint;

import dev.vmr.record.Begin;
import dev.vmr.record.Define;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayState;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.replay.VirtualRegisters;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a checkpoint (docs/checkpoint.md, section 1). */
final class CheckpointParser {
  private static final int MAX_LINE = 4095;

  private final String text;
  private int at;
  private int line;

  CheckpointParser(String text) {
    this.text = text;
  }

  Checkpoint parse() throws CheckpointFormatException {
    if (text.length() > Checkpoint.MAX_SIZE) {
      throw problem("a checkpoint has at most 16 MiB");
    }
    try {
      Checkpoint checkpoint = read();
      if (!checkpoint.format().equals(text)) {
        throw problem("not the one spelling of this checkpoint");
      }
      return checkpoint;
    } catch (IllegalArgumentException e) {
      String reason = e.getMessage();
      throw problem(reason == null ? "not a value of this kind" : reason);
    }
  }

  private Checkpoint read() throws CheckpointFormatException {
    Deque<String> head = words(next());
    if (!String.join(" ", head).equals(Checkpoint.HEAD)) {
      throw problem("expected '" + Checkpoint.HEAD + "'");
    }
    Deque<String> position = after("position", next());
    long bytes = number(position, "bytes/");
    long logLines = number(position, "lines/");
    long records = number(position, "records/");
    long syncs = number(position, "syncs/");
    long jumps = number(position, "jumps/");
    end(position);
    Digest value = digest("physical", next());
    String after = next();
    Begin begin = null;
    if (after.startsWith("begin ")) {
      begin = (Begin) record("vmr begin 1" + after.substring("begin".length()), Begin.class);
      after = next();
    }
    Digest blocks = digest("blocks", after);
    PrefixValue prefix = new PrefixValue(blocks, digest("rest", next()));
    Map<RegisterName, VirtualRegister> registers = new TreeMap<>();
    for (String each = next(); !each.equals(Checkpoint.END); each = next()) {
      VirtualRegister register = register(each);
      if (registers.put(register.name(), register) != null) {
        throw problem(register.name() + " is there twice");
      }
      if (registers.size() > VirtualRegisters.MAX_REGISTERS) {
        throw problem("a checkpoint has at most " + VirtualRegisters.MAX_REGISTERS + " registers");
      }
    }
    if (at != text.length()) {
      line++;
      throw problem("a checkpoint ends after 'end' and LF");
    }
    ReplayState state = new ReplayState(value, records, syncs, jumps, begin, registers);
    return new Checkpoint(bytes, logLines, state, prefix);
  }

  private VirtualRegister register(String first) throws CheckpointFormatException {
    Define define = null;
    String holds = first;
    if (first.contains(" define ")) {
      define = (Define) record(first, Define.class);
      holds = next();
    }
    Deque<String> words = words(holds);
    RegisterName name = new RegisterName(words.remove());
    if (!"holds".equals(words.poll())) {
      throw problem("expected 'holds' after " + name);
    }
    long extensions = number(words, "extends/");
    long resets = number(words, "resets/");
    boolean locked = "locked".equals(words.peek());
    if (locked) {
      words.remove();
    }
    Map<HashAlgorithm, Digest> banks = new EnumMap<>(HashAlgorithm.class);
    for (String word : words) {
      Digest bank = Digest.parse(word);
      if (banks.put(bank.algorithm(), bank) != null) {
        throw problem("bank " + bank.algorithm() + " is there twice");
      }
    }
    return VirtualRegister.restored(name, define, banks, extensions, resets, locked);
  }

  private LogRecord record(String record, Class<? extends LogRecord> kind)
      throws CheckpointFormatException {
    try {
      LogRecord parsed = LogRecord.parse(record);
      if (kind.isInstance(parsed)) {
        return parsed;
      }
      throw problem("expected a " + kind.getSimpleName());
    } catch (RecordFormatException e) {
      throw problem(e.reason());
    }
  }

  private Digest digest(String key, String from) throws CheckpointFormatException {
    Deque<String> words = after(key, from);
    @Nullable String digest = words.poll();
    if (digest == null) {
      throw problem("expected a digest after '" + key + "'");
    }
    end(words);
    return Digest.parse(digest);
  }

  private long number(Deque<String> words, String prefix) throws CheckpointFormatException {
    String word = words.poll();
    if (word == null || !word.startsWith(prefix)) {
      throw problem("expected " + prefix + "<number>");
    }
    String digits = word.substring(prefix.length());
    if (!digits.matches("0|[1-9][0-9]{0,18}")) {
      throw problem(prefix + " is followed by a number");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw problem("a number is below 2^63");
    }
  }

  private Deque<String> after(String key, String from) throws CheckpointFormatException {
    Deque<String> words = words(from);
    if (!key.equals(words.poll())) {
      throw problem("expected '" + key + "'");
    }
    return words;
  }

  private void end(Deque<String> words) throws CheckpointFormatException {
    if (!words.isEmpty()) {
      throw problem("the line ends before this");
    }
  }

  private static Deque<String> words(String from) {
    return new ArrayDeque<>(Arrays.asList(from.split(" ", -1)));
  }

  private String next() throws CheckpointFormatException {
    int end = text.indexOf('\n', at);
    line++;
    if (end < 0) {
      throw problem("the checkpoint ends here");
    }
    if (end - at > MAX_LINE) {
      throw problem("a line has at most " + MAX_LINE + " characters");
    }
    String next = text.substring(at, end);
    at = end + 1;
    return next;
  }

  private CheckpointFormatException problem(String reason) {
    return new CheckpointFormatException(Math.max(line, 1), reason);
  }
}
