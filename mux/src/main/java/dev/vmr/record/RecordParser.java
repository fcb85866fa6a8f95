package dev.vmr.record;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.Optional;
import java.util.UUID;

/** Parses one line (docs/log-format.md, section 5). */
final class RecordParser {
  private static final int UUID_LENGTH = 36;

  private final String line;

  private final Words words;

  RecordParser(String line) {
    this.line = line;
    this.words = new Words(line);
  }

  LogRecord parse() throws RecordFormatException {
    checkLine();
    String subject = words.word();
    if (subject.equals("SYNC")) {
      words.advance("a digest");
      Sync sync = new Sync(digest());
      words.expectEnd();
      return sync;
    }
    Optional<RegisterName> name = RegisterName.tryParse(subject);
    if (name.isEmpty()) {
      return event(words.checked(() -> new Subject(subject)));
    }
    words.advance("an operation");
    return afterName(name.get(), subject);
  }

  private void checkLine() throws RecordFormatException {
    if (line.isEmpty()) {
      throw new RecordFormatException(1, "a record is not empty");
    }
    if (line.length() > LogRecord.MAX_LENGTH) {
      throw new RecordFormatException(
          LogRecord.MAX_LENGTH + 1, "a record has at most " + LogRecord.MAX_LENGTH + " bytes");
    }
    int problem = LineRules.firstProblem(line);
    if (problem >= 0) {
      throw new RecordFormatException(problem + 1, "a record is " + LineRules.RULE);
    }
  }

  private LogRecord afterName(RegisterName name, String subject) throws RecordFormatException {
    if (words.is("extend")) {
      return extend(name);
    }
    if (name.equals(RegisterName.MULTIPLEXER)) {
      return begin();
    }
    if (words.is("define")) {
      return new DefineParser(words).parse(name);
    }
    if (words.is("reset")) {
      return reset(name);
    }
    if (words.is("lock")) {
      Lock lock = new Lock(name);
      words.expectEnd();
      return lock;
    }
    return eventAt(new Subject(subject));
  }

  private LogRecord extend(RegisterName name) throws RecordFormatException {
    if (name.equals(RegisterName.MULTIPLEXER)) {
      throw words.problem("only 'begin' is recorded under " + name);
    }
    ImmutableList.Builder<Digest> digests = ImmutableList.builder();
    Note note = null;
    words.advance("a digest");
    digests.add(digest());
    while (words.hasMore()) {
      words.advance("a digest");
      if (words.is(Extend.NOTE_MARK)) {
        words.advance("a note");
        note = words.checked(() -> new Note(words.rest()));
        break;
      }
      digests.add(digest());
    }
    return new Extend(name, digests.build(), note);
  }

  private LogRecord begin() throws RecordFormatException {
    if (!words.is("begin")) {
      throw words.problem("only 'begin' is recorded under " + RegisterName.MULTIPLEXER);
    }
    words.advance("a version");
    if (!words.is(Begin.VERSION)) {
      throw words.problem("the version of the format is " + Begin.VERSION);
    }
    words.advance("boot/<uuid>");
    String boot = words.after("boot/");
    if (boot.length() != UUID_LENGTH) {
      throw words.problem("a boot id is a UUID of " + UUID_LENGTH + " characters");
    }
    UUID bootId = words.checked(() -> UUID.fromString(boot));
    if (!bootId.toString().equals(boot)) {
      throw words.problem("a boot id is a UUID in lower case");
    }
    words.advance("register/<name>");
    String physical = words.after("register/");
    Begin begin = new Begin(bootId, words.checked(() -> new RegisterName(physical)));
    words.expectEnd();
    return begin;
  }

  private LogRecord reset(RegisterName name) throws RecordFormatException {
    if (!words.hasMore()) {
      return new Reset(name, null);
    }
    words.advance("an initial value or a digest");
    if (words.startsWith(InitialValue.PREFIX)) {
      Reset reset = new Reset(name, InitialValue.parse(words));
      words.expectEnd();
      return reset;
    }
    ImmutableList.Builder<Digest> restored = ImmutableList.builder();
    restored.add(digest());
    while (words.hasMore()) {
      words.advance("a digest");
      restored.add(digest());
    }
    return words.checked(() -> new Reset(name, null, restored.build()));
  }

  private LogRecord event(Subject subject) throws RecordFormatException {
    words.advance("an operation");
    return eventAt(subject);
  }

  private LogRecord eventAt(Subject subject) throws RecordFormatException {
    String operation = words.word();
    return words.checked(() -> new Event(subject, operation, words.content()));
  }

  private Digest digest() throws RecordFormatException {
    return words.checked(() -> Digest.parse(words.word()));
  }
}
